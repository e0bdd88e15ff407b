import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { open } from "lmdb";

process.on("uncaughtException", ({ message }) => {
  console.log(`a put after close: it ${outcome}, and what nobody can catch is thrown: ${message}`);
  process.exit();
});
let outcome = "has not settled";
const db = open<number, string>({ path: mkdtempSync(join(tmpdir(), "finding-")) });
await db.close();
db.put("a", 1).then(() => outcome = "settled", () => outcome = "rejected");
await setTimeout(2_000);
