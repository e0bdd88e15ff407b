import { createReadStream, createWriteStream } from "node:fs";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
// @ts-types="@types/tar-stream"
import { extract, pack } from "tar-stream";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

/** An entry for each row, named by its id. */
export const subject: Subject<Row> = folderSubject({
  name: "tar-stream",
  events: rows,
  sink: intoRows((path) => {
    const archive = pack();
    const finished = pipeline(archive, createWriteStream(path));
    return {
      async writeBatch(batch) {
        for (const { id, text } of batch) {
          await new Promise<void>((resolve, reject) => {
            archive.entry({ name: String(id) }, text, (error) => error ? reject(error) : resolve());
          });
        }
      },
      async close() {
        archive.finalize();
        await finished;
      },
    };
  }),
  async read(path) {
    const read: Row[] = [];
    for await (const entry of createReadStream(path).pipe(extract())) {
      read.push(new Row(Number(entry.header.name), (await buffer(entry)).toString()));
    }
    return read;
  },
  readable: "closed",
});
