import { copyOf, failing, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about failures that leave more, or less, behind than they say. */
export const outcomeMutants: MutantsOf<
  "fault.no-duplicates" | "fault.atomic-batch" | "fault.recovers"
> = {
  "fault.no-duplicates": [
    mutant({
      name: "repeats a request whose outcome is unknown",
      models: "A blind retry after a timeout: the first request had been applied.",
      calls: 3,
      says: /is stored.*; without the failure, whose outcome was unclear, this does not happen/,
      faulty: failing,
      build: (store) => () =>
        guarded(async (items) => {
          await store.send(items).catch(() => store.send(items));
        }),
      subject: { guarantees: { delivery: "exactly-once" } },
    }),
    mutant({
      name: "writes a batch that failed again in close",
      models: "The buffer is kept when a flush fails, and flushed by close once more.",
      calls: 3,
      says: /is stored.*; without the failure, whose outcome was unclear, this does not happen/,
      faulty: true,
      build: (store) => () => {
        const buffer: Row[] = [];
        const flush = () => {
          if (buffer.length === 0) return;
          store.insert(buffer);
          buffer.length = 0;
        };
        return guarded((items) => {
          buffer.push(...items.map(copyOf));
          flush();
        }, () => {
          try {
            flush();
          } catch {
            // The run is failing already.
          }
        });
      },
      subject: { guarantees: { delivery: "exactly-once" } },
    }),
  ],
  "fault.atomic-batch": [
    mutant({
      name: "inserts row by row without a transaction",
      models: "Autocommit left on: what was inserted before the error stays.",
      calls: 3,
      says: /\d+ of the \d+ events of a batch that failed are stored/,
      faulty: true,
      build: (store) => () => guarded((items) => items.forEach((item) => store.insert([item]))),
      subject: { guarantees: { atomicBatches: true } },
    }),
    mutant({
      name: "commits after every second row",
      models: "A commit interval smaller than the batch (batch_size of ORMs).",
      calls: 3,
      says: /\d+ of the \d+ events of a batch that failed are stored/,
      faulty: true,
      build: (store) => () =>
        guarded((items) => {
          for (let from = 0; from < items.length; from += 2) {
            store.insert(items.slice(from, from + 2));
          }
        }),
      subject: { guarantees: { atomicBatches: true } },
    }),
  ],
  "fault.recovers": [
    mutant({
      name: "keeps a connection that broke in its pool",
      models: "Pools without validation hand out the dead connection for ever.",
      calls: 6,
      says: /connection is broken; an earlier run had met a failure of the storage/,
      faulty: true,
      build(store) {
        let broken = false;
        return () =>
          guarded((items) => {
            if (broken) throw new Error("connection is broken");
            try {
              store.insert(items);
            } catch (error) {
              broken = true;
              throw error;
            }
          });
      },
    }),
    mutant({
      name: "remembers the promise of a connection that failed",
      models: "connect ??= open(): a rejected promise cached at module level.",
      calls: 6,
      says: /; an earlier run had met a failure of the storage, which was healed by then/,
      faulty: failing,
      build(store) {
        let connected: Promise<void> | undefined;
        return () =>
          guarded(async (items) => {
            await (connected ??= store.send([]));
            await store.send(items);
          });
      },
    }),
    mutant({
      name: "leaves its lock behind when it fails",
      models: "Lock files and advisory locks released on the path of success only.",
      calls: 6,
      says: /locked by another run; an earlier run had met a failure of the storage/,
      faulty: true,
      build(store) {
        let locked: object | undefined;
        return () => {
          const run = {};
          return guarded((items) => {
            if (locked) throw new Error("locked by another run");
            locked = run;
            store.insert(items);
            locked = undefined;
          });
        };
      },
    }),
  ],
};
