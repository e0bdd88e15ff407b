import { ClassicLevel } from "classic-level";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

const openDatabase = async (path: string) => {
  const db = new ClassicLevel<string, Row>(path, { valueEncoding: "json" });
  await db.open();
  return db;
};

/** A database for each partition, as it takes one opener; keys that sort as they were written. */
export const subject: Subject<Row> = folderSubject({
  name: "classic-level",
  events: rows,
  guarantees: { atomicBatches: true },
  sink: intoRows(async (path) => {
    const db = await openDatabase(path);
    let place = 0;
    return {
      writeBatch: (batch) =>
        db.batch(batch.map((value) => ({
          type: "put",
          key: String(place++).padStart(9, "0"),
          value,
        }))),
      close: () => db.close(),
    };
  }),
  async read(path) {
    const db = await openDatabase(path);
    const values = await db.values().all();
    await db.close();
    return values.map(({ id, text }) => new Row(id, text));
  },
  readable: "closed",
});
