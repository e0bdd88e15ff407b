import { readFileSync } from "node:fs";
import { parquetReadObjects } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoReadings, Reading, readings } from "./files.ts";

/** A row group for each batch. */
export const subject: Subject<Reading> = folderSubject({
  name: "hyparquet-writer",
  events: readings,
  sink: intoReadings((path) => {
    const parquet = new ParquetWriter({
      writer: fileWriter(path),
      schema: [
        { name: "root", num_children: 2 },
        { name: "text", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
        { name: "value", type: "DOUBLE", repetition_type: "REQUIRED" },
      ],
    });
    return {
      writeBatch: (batch) =>
        parquet.write({
          columnData: [
            { name: "text", data: batch.map(({ text }) => text) },
            { name: "value", data: batch.map(({ value }) => value) },
          ],
        }),
      close: () => parquet.finish(),
    };
  }),
  async read(path) {
    const { buffer } = new Uint8Array(readFileSync(path));
    const objects = await parquetReadObjects({ file: buffer });
    return objects.map(({ text, value }) => new Reading(text, value));
  },
  readable: "closed",
});
