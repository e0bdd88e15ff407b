import { copyOf, failing, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about a write that fails, and what becomes of other events. */
export const faultMutants: MutantsOf<
  | "workers.isolated-failure"
  | "fault.surfaces"
  | "fault.earlier-batches"
  | "fault.no-gap"
> = {
  "workers.isolated-failure": [
    mutant({
      name: "rolls back the one transaction that all workers share",
      models: "Flink's JDBC sink with a shared connection: one task's rollback undoes the others.",
      calls: 6,
      says: /is not stored.*; the storage had failed another partition/,
      faulty: true,
      build(store) {
        const staged = new Map<object, Row[]>();
        return () => {
          const own: Row[] = [];
          staged.set(own, own);
          return guarded((items) => {
            try {
              store.insert([]);
            } catch (error) {
              for (const rows of staged.values()) rows.length = 0;
              throw error;
            }
            own.push(...items.map(copyOf));
          }, () => {
            store.insert(own);
            staged.delete(own);
            own.length = 0;
          });
        };
      },
    }),
    mutant({
      name: "opens a circuit breaker for all workers and drops what comes",
      models: "Log shippers that shed load process-wide after one output failed.",
      calls: 6,
      says: /is not stored.*; the storage had failed another partition/,
      faulty: true,
      build(store) {
        let [users, broken] = [0, false];
        return () => {
          if (users++ === 0) broken = false;
          return guarded((items) => {
            if (broken) return;
            try {
              store.insert(items);
            } catch (error) {
              broken = true;
              throw error;
            }
          }, () => void users--);
        };
      },
    }),
    mutant({
      name: "refuses every worker's writes once one has failed",
      models: "A static error field that is checked first by each task (bulk processors).",
      calls: 6,
      says: /threw.*; the storage had failed another partition/,
      faulty: true,
      build(store) {
        let [users, failed] = [0, false];
        return () => {
          if (users++ === 0) failed = false;
          return guarded((items) => {
            if (failed) throw new Error("a task has failed");
            try {
              store.insert(items);
            } catch (error) {
              failed = true;
              throw error;
            }
          }, () => void users--);
        };
      },
    }),
  ],
  "fault.surfaces": [
    mutant({
      name: "catches, logs and returns",
      models: "errors.tolerance=all as the only mode: failed records are logged and skipped.",
      calls: 3,
      says: /is not stored; the storage failed during that write, and the write did not say so/,
      faulty: true,
      build: (store) => () =>
        guarded((items) => {
          try {
            store.insert(items);
          } catch {
            // Logged, and forgotten.
          }
        }),
    }),
    mutant({
      name: "throws the text of the error",
      models: "throw error.message, for a nicer log.",
      calls: 3,
      says:
        /a write that the storage failed threw a thrown string: "Cannot insert as the storage must/,
      faulty: true,
      build: (store) => () =>
        guarded((items) => {
          try {
            store.insert(items);
          } catch (error) {
            throw (error as Error).message;
          }
        }),
    }),
    mutant({
      name: "ignores the outcome of its requests",
      models:
        "producer.send(record) without a callback: send errors are dropped (Kafka producers).",
      calls: 3,
      says: /the storage failed during that write, and the write did not say so/,
      faulty: failing,
      build: (store) => () => guarded((items) => store.send(items).catch(() => {})),
    }),
    mutant({
      name: "gives up quietly after three attempts",
      models: "A retry helper that returns undefined when its attempts are used up.",
      calls: 3,
      says: /the storage failed during that write, and the write did not say so/,
      faulty: failing,
      build: (store) => () =>
        guarded(async (items) => {
          for (let attempt = 0; attempt < 3; attempt++) {
            if (await store.send(items).then(() => true, () => false)) return;
          }
        }),
    }),
    mutant({
      name: "swallows the failure of a request that follows an await",
      models: "A token fetched first, then an insert whose error is logged and dropped.",
      calls: 3,
      says: /the storage failed during that write, and the write did not say so/,
      faulty: failing,
      build: (store) => () =>
        guarded(async (items) => {
          const rows = items.map(copyOf);
          await undefined;
          await store.send(rows).catch(() => {});
        }),
    }),
  ],
  "fault.earlier-batches": [
    mutant({
      name: "takes rows out of the buffer before they are committed",
      models: "buffer.splice(0) as the argument of the insert: a failure loses the batches before.",
      calls: 4,
      says: /is not stored.*; the storage had failed during another call of that partition/,
      faulty: true,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded((items) => {
          buffer.push(...items.map(copyOf));
          if (buffer.length > 1) store.insert(buffer.splice(0));
        }, () => {
          store.insert(buffer);
          buffer.length = 0;
        });
      },
    }),
    mutant({
      name: "does not flush in close once a write has failed",
      models: "if (failed) return in close(): meant for the failed batch, it drops the good ones.",
      calls: 4,
      says: /is not stored.*; the storage had failed during another call of that partition/,
      faulty: true,
      build: (store) => () => {
        const buffer: Row[] = [];
        let failed = false;
        return guarded((items) => {
          try {
            store.insert([]);
          } catch (error) {
            failed = true;
            throw error;
          }
          buffer.push(...items.map(copyOf));
        }, () => {
          if (failed) return;
          store.insert(buffer);
          buffer.length = 0;
        });
      },
    }),
    mutant({
      name: "rolls back what earlier batches had left in its transaction",
      models:
        "One transaction per checkpoint where calls return before it: all of them are undone.",
      calls: 4,
      says: /is not stored.*; the storage had failed during another call of that partition/,
      faulty: true,
      build: (store) => () => {
        let transaction: Row[] = [];
        return guarded((items) => {
          try {
            store.insert([]);
            transaction.push(...items.map(copyOf));
          } catch (error) {
            transaction = [];
            throw error;
          }
        }, () => store.insert(transaction));
      },
    }),
  ],
  "fault.no-gap": [
    mutant({
      name: "drops the chunk that failed and keeps the others for close",
      models: "Chunked loaders that go on with the next chunk when one was rejected.",
      calls: 3,
      says: /event \d+ is stored although event \d+, which came before it, is not/,
      faulty: true,
      build: (store) => () => {
        const rest: Row[] = [];
        return guarded((items) => {
          rest.push(...items.map(copyOf));
          while (rest.length > 0) store.insert(rest.splice(0, 1));
        }, () => {
          if (rest.length > 0) store.insert(rest.splice(0));
        });
      },
    }),
    mutant({
      name: "keeps the last row of a batch that failed",
      models: "A retry queue with room for one, which the newest record takes.",
      calls: 3,
      says: /event \d+ is stored although event \d+, which came before it, is not/,
      faulty: true,
      build: (store) => () => {
        let retry: Row | undefined;
        return guarded((items) => {
          try {
            store.insert(items);
          } catch (error) {
            retry = items.at(-1) && copyOf(items.at(-1)!);
            throw error;
          }
        }, () => void (retry && ignoringErrors(() => store.insert([retry!]))));
      },
    }),
  ],
};

/** Does what may fail, as a close after a failed write must. */
function ignoringErrors(task: () => void): void {
  try {
    task();
  } catch {
    // The run is failing already.
  }
}
