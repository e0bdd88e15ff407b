import { readFileSync } from "node:fs";
// @ts-types="@types/write-file-atomic"
import writeFileAtomic from "write-file-atomic";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

/** A file that is there whole, at every batch. */
export const subject: Subject<Row> = folderSubject({
  name: "write-file-atomic",
  events: rows,
  guarantees: { durable: "on-write", atomicBatches: true },
  sink: intoRows((path) => {
    const written: Row[] = [];
    return async (batch) => {
      written.push(...structuredClone(batch));
      await writeFileAtomic(path, JSON.stringify(written));
    };
  }),
  read: (path) =>
    (JSON.parse(readFileSync(path, "utf8")) as Row[]).map(({ id, text }) => new Row(id, text)),
});
