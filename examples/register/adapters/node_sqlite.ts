import { DatabaseSync } from "node:sqlite";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

export const subject: Subject<Row> = folderSubject({
  name: "node:sqlite",
  events: rows,
  guarantees: { durable: "on-write", atomicBatches: true },
  sink: intoRows((path) => {
    const db = new DatabaseSync(path);
    db.exec("CREATE TABLE rows (id INTEGER, text TEXT)");
    const insert = db.prepare("INSERT INTO rows VALUES (?, ?)");
    return {
      writeBatch(batch) {
        db.exec("BEGIN");
        for (const { id, text } of batch) insert.run(id, text);
        db.exec("COMMIT");
      },
      close: () => db.close(),
    };
  }),
  read(path) {
    const db = new DatabaseSync(path);
    const all = db.prepare("SELECT id, text FROM rows ORDER BY rowid").all();
    db.close();
    return all.map(({ id, text }) => new Row(id as number, text as string));
  },
});
