import { createWriteStream, readFileSync } from "node:fs";
// @ts-types="@types/papaparse"
import Papa from "papaparse";
import { intoSink } from "@watertight/sinks";
import type { Subject } from "@watertight/sinks/conformance";
import { folderOf, folderSubject, newPath, Row, rows } from "./files.ts";

/** A line for each row, appended to a file. */
export const subject: Subject<Row> = folderSubject({
  name: "papaparse: unparse",
  events: rows,
  guarantees: { durable: "on-write" },
  sink: intoSink({
    payload: Row,
    name: "rows",
    config: folderOf,
    encode: ({ id, text }) => `${Papa.unparse([[id, text]])}\n`,
    open: (folder: string, worker) => createWriteStream(newPath(folder, worker)),
  }),
  read(path) {
    const { data } = Papa.parse<[string, string]>(readFileSync(path, "utf8"), {
      newline: "\n",
      delimiter: ",",
    });
    // The last line has an end, and after it is a record of one empty field.
    return data.slice(0, -1).map(([id, text]) => new Row(Number(id), text));
  },
});
