import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JSONFileSyncPreset } from "lowdb/node";

const path = join(mkdtempSync(join(tmpdir(), "finding-")), "db.json");
const [first, second] = [1, 2].map(() => JSONFileSyncPreset<number[]>(path, []));
first!.update((data) => void data.push(1));
second!.update((data) => void data.push(2));
console.log(
  `one opener stored 1, then another 2: ${JSON.stringify(JSON.parse(readFileSync(path, "utf8")))}`,
);
