import ExcelJS from "exceljs";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

export const subject: Subject<Row> = folderSubject({
  name: "exceljs: streaming workbook",
  events: rows,
  sink: intoRows((filename) => {
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename });
    const sheet = book.addWorksheet("rows");
    return {
      writeBatch: (batch) => batch.forEach(({ id, text }) => sheet.addRow([id, text]).commit()),
      async close() {
        sheet.commit();
        await book.commit();
      },
    };
  }),
  async read(path) {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const read: Row[] = [];
    book.getWorksheet("rows")!.eachRow((row) => {
      read.push(new Row(row.getCell(1).value as number, row.getCell(2).value as string));
    });
    return read;
  },
  readable: "closed",
});
