import { createWriteStream, readFileSync } from "node:fs";
import { once } from "node:events";
import { finished, pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import {
  Float64,
  RecordBatchStreamWriter,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoReadings, Reading, readings } from "./files.ts";

const tableOf = (batch: readonly Reading[]) =>
  new Table({
    text: vectorFromArray(batch.map(({ text }) => text), new Utf8()),
    value: vectorFromArray(batch.map(({ value }) => value), new Float64()),
  });

function read(path: string): Reading[] {
  return tableFromIPC(readFileSync(path)).toArray()
    .map(({ text, value }) => new Reading(text, value));
}

/** A table for each batch, appended to a file. */
export const appended: Subject<Reading> = folderSubject({
  name: "apache-arrow: tableToIPC, appended",
  events: readings,
  guarantees: { durable: "on-write" },
  sink: intoReadings(async (path) => {
    const file = createWriteStream(path);
    await once(file, "open");
    return {
      writeBatch: (batch) =>
        new Promise((resolve, reject) =>
          file.write(
            tableToIPC(tableOf(batch), "stream"),
            (error) => error ? reject(error) : resolve(),
          )
        ),
      async close() {
        file.end();
        await finished(file);
      },
    };
  }),
  read,
});

/** A batch of records for each batch, in one stream. */
export const batches: Subject<Reading> = folderSubject({
  name: "apache-arrow: RecordBatchStreamWriter",
  events: readings,
  sink: intoReadings((path) => {
    const writer = new RecordBatchStreamWriter();
    const piped = pipeline(Readable.from(writer), createWriteStream(path));
    return {
      writeBatch: (batch) => tableOf(batch).batches.forEach((records) => writer.write(records)),
      async close() {
        writer.finish();
        await piped;
      },
    };
  }),
  read,
  readable: "closed",
});
