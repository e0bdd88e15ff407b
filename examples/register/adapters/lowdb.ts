import { join } from "node:path";
import { readFileSync } from "node:fs";
import { JSONFileSyncPreset } from "lowdb/node";
import { intoSink } from "@watertight/sinks";
import type { Subject } from "@watertight/sinks/conformance";
import { folderOf, folderSubject, Row, rows } from "./files.ts";

/** One file for all partitions, as for all users of a database. */
export const subject: Subject<Row> = folderSubject({
  name: "lowdb: JSONFileSyncPreset",
  events: rows,
  guarantees: { durable: "on-write" },
  sink: intoSink({
    payload: Row,
    name: "rows",
    config: folderOf,
    open(folder: string) {
      const db = JSONFileSyncPreset<Row[]>(join(folder, "rows.json"), []);
      return (batch) => db.update((data) => void data.push(...structuredClone(batch)));
    },
  }),
  read: (path) =>
    (JSON.parse(readFileSync(path, "utf8")) as Row[]).map(({ id, text }) => new Row(id, text)),
});
