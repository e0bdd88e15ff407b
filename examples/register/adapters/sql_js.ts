import { readFileSync, writeFileSync } from "node:fs";
// @ts-types="@types/sql.js"
import initSqlJs from "sql.js";
import * as fc from "fast-check";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

const { Database } = await initSqlJs();

/** A database in memory, whose file is written at the end; each batch is a transaction. */
export const subject: Subject<Row> = folderSubject({
  name: "sql.js",
  events: rows,
  // What the library refuses by throwing a text.
  invalidEvents: fc.constant(new Row(0, undefined as unknown as string)),
  sink: intoRows((path) => {
    const db = new Database();
    db.run("CREATE TABLE rows (id INTEGER, text TEXT)");
    return {
      writeBatch(batch) {
        db.run("BEGIN");
        try {
          for (const { id, text } of batch) db.run("INSERT INTO rows VALUES (?, ?)", [id, text]);
          db.run("COMMIT");
        } catch (error) {
          db.run("ROLLBACK");
          throw error;
        }
      },
      close() {
        writeFileSync(path, db.export());
        db.close();
      },
    };
  }),
  read(path) {
    const db = new Database(readFileSync(path));
    const [result] = db.exec("SELECT id, text FROM rows ORDER BY rowid");
    db.close();
    return (result?.values ?? []).map((members) => new Row(...members as [number, string]));
  },
  readable: "closed",
});
