import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "lmdb";

const db = open<number, string>({ path: mkdtempSync(join(tmpdir(), "finding-")) });
await db.put("a", -0);
const read = db.get("a");
console.log(`after a put of -0 get gives ${Object.is(read, -0) ? "-0" : read}`);
await db.close();
