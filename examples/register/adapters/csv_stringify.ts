import { createWriteStream, readFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { parse } from "csv-parse/sync";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

export const subject: Subject<Row> = folderSubject({
  name: "csv-stringify",
  events: rows,
  sink: intoRows((path) => {
    const writable = stringify({ columns: ["id", "text"] });
    return { writable, finished: pipeline(writable, createWriteStream(path)) };
  }),
  read: (path) => parse(readFileSync(path)).map(([id, text]) => new Row(Number(id), text!)),
  readable: "closed",
});
