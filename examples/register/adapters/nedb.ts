import nedb from "@seald-io/nedb";
import type { Subject } from "@watertight/sinks/conformance";
import { folderSubject, intoRows, Row, rows } from "./files.ts";

// Its types say that the class is a member of what is imported; it is that itself.
const Datastore = nedb as unknown as typeof nedb.default;

const openStore = async (filename: string) => {
  const store = new Datastore<Row>({ filename });
  await store.loadDatabaseAsync();
  return store;
};

/** A file for each partition; what is found has no order of its own. */
export const subject: Subject<Row> = folderSubject({
  name: "@seald-io/nedb",
  events: rows,
  guarantees: { durable: "on-write", order: "none" },
  sink: intoRows(async (path) => {
    const store = await openStore(path);
    return async (batch) => void await store.insertAsync(batch.map((row) => ({ ...row })));
  }),
  async read(path) {
    const store = await openStore(path);
    return (await store.findAsync({})).map(({ id, text }) => new Row(id, text));
  },
});
