import parquet from "@dsnp/parquetjs";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoReadings, Reading, readings } from "./files.ts";

const schema = new parquet.ParquetSchema({ text: { type: "UTF8" }, value: { type: "DOUBLE" } });

export const subject: Subject<Reading> = folderSubject({
  name: "@dsnp/parquetjs",
  events: readings,
  sink: intoReadings(async (path) => {
    const writer = await parquet.ParquetWriter.openFile(schema, path);
    return {
      async writeBatch(batch) {
        for (const reading of batch) await writer.appendRow({ ...reading });
      },
      close: () => writer.close(),
    };
  }),
  async read(path) {
    const reader = await parquet.ParquetReader.openFile(path);
    const read: Reading[] = [];
    for await (const { text, value } of reader as unknown as AsyncIterable<Reading>) {
      read.push(new Reading(text, value));
    }
    await reader.close();
    return read;
  },
  readable: "closed",
});
