import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createObjectCsvWriter } from "csv-writer";

const path = join(mkdtempSync(join(tmpdir(), "finding-")), "a.csv");
const writer = createObjectCsvWriter({ path, header: [{ id: "id", title: "id" }] });
await writer.writeRecords([{ id: 1 }]);
await writer.writeRecords([]);
await writer.writeRecords([{ id: 2 }]);
console.log(
  `writeRecords of one row, none, one row: ${JSON.stringify(readFileSync(path, "utf8"))}`,
);
