import { once } from "node:events";
import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import avro from "avsc";

const path = join(mkdtempSync(join(tmpdir(), "finding-")), "a.avro");
const encoder = avro.createFileEncoder(path, avro.Type.forSchema("string"));
const finished = once(encoder, "finish");
for (let index = 0; index < 10; index++) encoder.write("a".repeat(100_000));
encoder.end();
await finished;
const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
console.log(`at the finish of a createFileEncoder the file is whole: ${size >= 1_000_000}`);
