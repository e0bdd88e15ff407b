import { once } from "node:events";
import { readFileSync } from "node:fs";
import sonicBoom from "sonic-boom";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

/** Lines of JSON, which it holds back and writes by itself, the last of them as it ends. */
export const subject: Subject<Row> = folderSubject({
  name: "sonic-boom",
  events: rows,
  sink: intoRows(async (dest) => {
    const destination = new sonicBoom.SonicBoom({ dest, sync: false, minLength: 4096 });
    await once(destination, "ready");
    return {
      writeBatch: (batch) =>
        batch.forEach((row) => void destination.write(`${JSON.stringify(row)}\n`)),
      async close() {
        const closed = once(destination, "close");
        destination.end();
        await closed;
      },
    };
  }),
  read: (path) =>
    readFileSync(path, "utf8").split("\n").slice(0, -1).map((line) => {
      const { id, text } = JSON.parse(line);
      return new Row(id, text);
    }),
});
