import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { format } from "@fast-csv/format";
import { parse } from "@fast-csv/parse";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

export const subject: Subject<Row> = folderSubject({
  name: "@fast-csv/format",
  events: rows,
  sink: intoRows((path) => {
    const writable = format({ headers: ["id", "text"], writeHeaders: false });
    return { writable, finished: pipeline(writable, createWriteStream(path)) };
  }),
  async read(path) {
    const read: Row[] = [];
    for await (const [id, text] of createReadStream(path).pipe(parse())) {
      read.push(new Row(Number(id), text));
    }
    return read;
  },
  readable: "closed",
});
