import { copyOf, direct, guarded, type Row } from "../mutants/mutant.ts";
import { type Sound, sound } from "./sound.ts";

/** A custom thenable: what some client libraries return instead of a promise. */
function thenable(work: () => void): PromiseLike<void> {
  return {
    then(fulfilled, rejected) {
      return Promise.resolve().then(work).then(fulfilled, rejected);
    },
  };
}

/** Sinks that store in one step, or in none that waits. */
export const plainSinks: readonly Sound[] = [
  sound({ name: "stores at once", build: (store) => () => direct(store) }),
  sound({
    name: "stores at once, into a storage that may fail",
    faulty: true,
    build: (store) => () => direct(store),
    subject: { guarantees: { durable: "on-write", atomicBatches: true } },
  }),
  sound({
    name: "stores in chunks of a hundred",
    build: (store) => () =>
      guarded((items) => {
        for (let from = 0; from < items.length; from += 100) {
          store.insert(items.slice(from, from + 100));
        }
      }),
    subject: { thresholds: [300] },
  }),
  sound({
    name: "upserts by id",
    build(store) {
      const byId = new Map<number, Row>();
      return () =>
        guarded((items) => {
          for (const item of items) byId.set(item.id, copyOf(item));
          store.table.splice(0, Infinity, ...byId.values());
        });
    },
    subject: { identity: ({ id }) => id },
  }),
  sound({
    name: "keeps one file for each partition",
    build(store) {
      let partitions = 0;
      return (_config, worker) => {
        const file = `${worker}-${partitions++}`;
        return guarded((items) => store.append(file, items));
      };
    },
  }),
  sound({
    name: "rolls its files",
    build(store) {
      let files = 0;
      return () => {
        let [file, lines] = [files++, 0];
        return guarded((items) => {
          for (const item of items) {
            if (lines === 7) [file, lines] = [files++, 0];
            store.append(String(file), [item]);
            lines++;
          }
        });
      };
    },
  }),
  sound({
    name: "keeps a journal, and a table only from a checkpoint on",
    build(store) {
      return () => {
        const journal: string[] = [];
        const own: Row[] = [];
        store.files.set(String(store.files.size), own);
        return guarded((items) => {
          for (const item of items) journal.push(JSON.stringify(item));
          if (journal.length > 20) own.push(...journal.splice(0).map((line) => JSON.parse(line)));
        }, () => void own.push(...journal.splice(0).map((line) => JSON.parse(line))));
      };
    },
  }),
  sound({
    name: "drops the layout of another worker count, and says that runs replace",
    build: (store) => (_config, worker, workers) => {
      for (const file of store.files.keys()) {
        if (!file.endsWith(`of ${workers}`)) store.files.delete(file);
      }
      return guarded((items) => store.append(`${worker} of ${workers}`, items));
    },
    subject: { guarantees: { restart: "replaces" } },
  }),
  sound({
    name: "returns thenables that are no promises",
    build: (store) => () =>
      guarded((items) => {
        const rows = items.map(copyOf);
        return thenable(() => store.insert(rows));
      }, () => thenable(() => {})),
  }),
];
