import { open } from "lmdb";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoReadings, Reading, readings } from "./files.ts";

/** A database for each partition; each batch is a transaction. */
export const subject: Subject<Reading> = folderSubject({
  name: "lmdb",
  events: readings,
  guarantees: { durable: "on-write", atomicBatches: true },
  sink: intoReadings((path) => {
    const db = open<unknown, number>({ path });
    let place = 0;
    return {
      async writeBatch(batch) {
        await db.transaction(() =>
          batch.forEach((reading) => void db.put(place++, { ...reading }))
        );
      },
      close: () => db.close(),
    };
  }),
  async read(path) {
    const db = open<Reading, number>({ path });
    const read = [...db.getRange()].map(({ value: { text, value } }) => new Reading(text, value));
    await db.close();
    return read;
  },
});
