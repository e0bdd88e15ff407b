import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createLogger, format, transports } from "winston";

const folder = mkdtempSync(join(tmpdir(), "finding-"));
const file = new transports.File({ filename: join(folder, "a.log"), maxsize: 100 });
const logger = createLogger({ format: format.json(), transports: file });
let finished = false;
file.on("finish", () => finished = true);
logger.info("a".repeat(60));
logger.info("b".repeat(60));
logger.end();
await setTimeout(2_000);
const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
const lines = texts.join("").split("\n").length - 1;
console.log(
  `2 s after the end of a file transport with maxsize: finish was emitted: ${finished}, lines stored: ${lines} of 2`,
);
