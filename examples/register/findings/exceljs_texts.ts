import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";

const filename = join(mkdtempSync(join(tmpdir(), "finding-")), "a.xlsx");
const texts = ["", "a\u0001b", "a\rb"];
const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ filename });
const sheet = writer.addWorksheet("a");
sheet.addRow([...texts, "the last"]).commit();
sheet.commit();
await writer.commit();
const reader = new ExcelJS.Workbook();
await reader.xlsx.readFile(filename);
const row = reader.getWorksheet("a")!.getRow(1);
const read = texts.map((_, index) => row.getCell(index + 1).value);
console.log(`of the texts ${JSON.stringify(texts)} it reads back ${JSON.stringify(read)}`);
