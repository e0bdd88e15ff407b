import { within } from "../../zoo/sound.ts";
import { copyOf, guarded, type Row } from "../mutant.ts";
import { keyedBy, Runs, staging, type Unseen, unseen, upsert } from "./unseen.ts";

/** Unseen mutants of the rules about faults. */
export const unseenFaults: readonly Unseen[] = [
  unseen("fault.surfaces", {
    name: "swallows the error of the last of several chunks",
    models: "A loop that throws the error of a chunk when it comes to the next one.",
    calls: 3,
    says: /is not stored.*; the storage failed during that write, and the write did not say so/,
    faulty: true,
    build: (store) => () =>
      guarded((items) => {
        for (let from = 0; from < items.length; from += 10) {
          try {
            store.insert(items.slice(from, from + 10));
          } catch (error) {
            if (from === 0 || from + 10 < items.length) throw error;
          }
        }
      }),
  }),
  unseen("fault.surfaces", {
    name: "does without its table when it cannot be made",
    models: "CREATE TABLE in a try of its own, whose failure turns the sink into a no-op.",
    calls: 3,
    says: /is not stored.*; the storage failed during the build, and the build did not say so/,
    faulty: true,
    build: (store) => () => {
      let table = true;
      try {
        store.insert([]);
      } catch {
        table = false;
      }
      return guarded((items) => {
        if (table) store.insert(items);
      });
    },
  }),
  unseen("fault.surfaces", {
    name: "leaves a batch in its journal, which nobody replays",
    models: "WAL first, table later: an error of the second step is left to a recovery to come.",
    calls: 3,
    says: /is not stored.*; the storage failed during that write, and the write did not say so/,
    faulty: true,
    build: (store) => () =>
      guarded((items) => {
        store.insert([]);
        try {
          store.insert(items);
        } catch {
          // It is in the journal.
        }
      }),
  }),
  unseen("fault.earlier-batches", {
    name: "takes the keys of a batch that failed out of what is pending",
    models: "A rollback of a memtable that deletes keys instead of putting their values back.",
    calls: 4,
    says: /is not stored.*; the storage had failed during another call of that partition/,
    faulty: true,
    build: (store) => () => {
      const pending = new Map<number, Row>();
      return staging((items) => {
        for (const item of items) pending.set(item.id, copyOf(item));
        try {
          store.insert([]);
        } catch (error) {
          for (const { id } of items) pending.delete(id);
          throw error;
        }
      }, () => {
        if (pending.size > 0) store.insert([]);
        for (const row of pending.values()) upsert(store.table, row);
        pending.clear();
      });
    },
    subject: keyedBy(4),
  }),
  unseen("fault.earlier-batches", {
    name: "goes back to its checkpoint when a batch fails",
    models: "A rollback to the last checkpoint, for calls that had returned since (WAL, binlogs).",
    calls: 4,
    says: /is not stored.*; the storage had failed during another call of that partition/,
    faulty: true,
    build: (store) => () => {
      const journal: Row[] = [];
      let checkpoint = 0;
      const apply = () => {
        if (journal.length > checkpoint) store.insert(journal.slice(checkpoint));
        checkpoint = journal.length;
      };
      return staging((items) => {
        try {
          store.insert([]);
          journal.push(...items.map(copyOf));
          if (journal.length - checkpoint >= 10) apply();
        } catch (error) {
          journal.length = checkpoint;
          throw error;
        }
      }, apply);
    },
  }),
  unseen("fault.no-gap", {
    name: "sends all chunks of a batch, and throws the first error in the end",
    models: "Promise.allSettled over the chunks of a bulk load: what follows the gap is stored.",
    calls: 3,
    says: /came before it, is not; the storage failed during that write$/,
    faulty: true,
    build: (store) => () =>
      guarded(async (items) => {
        const requests: Promise<void>[] = [];
        for (let from = 0; from < items.length; from += 4) {
          requests.push(within(20, store.send(items.slice(from, from + 4))));
        }
        for (const outcome of await Promise.allSettled(requests)) {
          if (outcome.status === "rejected") throw outcome.reason;
        }
      }),
  }),
  unseen("fault.no-duplicates", {
    name: "repeats its whole request when the commit of it fails",
    models: "A retry around insert and commit of a storage without transactions.",
    calls: 3,
    says: /is stored.*; without the failure, whose outcome was unclear, this does not happen/,
    faulty: true,
    build: (store) => () => {
      const insertAndCommit = (items: readonly Row[]) => {
        store.insert(items);
        store.insert([]);
      };
      return guarded((items) => {
        try {
          insertAndCommit(items);
        } catch {
          insertAndCommit(items);
        }
      });
    },
    subject: { guarantees: { delivery: "exactly-once" } },
  }),
  unseen("fault.no-duplicates", {
    name: "goes on one chunk too early after a failure",
    models: "A loader that resumes at the index of the chunk before, which had been confirmed.",
    calls: 3,
    says: /is stored.*; without the failure, whose outcome was unclear, this does not happen/,
    faulty: true,
    build: (store) => () =>
      guarded((items) => {
        let resumed = false;
        for (let from = 0; from < items.length; from += 4) {
          try {
            store.insert(items.slice(from, from + 4));
          } catch (error) {
            if (resumed || from === 0) throw error;
            resumed = true;
            from -= 8;
          }
        }
      }),
    subject: { guarantees: { delivery: "exactly-once" } },
  }),
  unseen("fault.atomic-batch", {
    name: "needs several statements for more than 256 rows, and no transaction",
    models: "One multi-row INSERT is atomic; a batch beyond its limit of rows is two of them.",
    calls: 3,
    says: /the storage failed during that write$/,
    faulty: true,
    build: (store) => () =>
      guarded((items) => {
        for (let from = 0; from < items.length; from += 256) {
          store.insert(items.slice(from, from + 256));
        }
      }),
    subject: { guarantees: { atomicBatches: true } },
  }),
  unseen("fault.recovers", {
    name: "opens its circuit for good when two runs have met a failure",
    models: "Circuit breakers without a half-open state, kept in a static field.",
    calls: 9,
    says: /threw.*; an earlier run had met a failure of the storage, which was healed by then/,
    faulty: true,
    build(store) {
      const runs = new Runs();
      const failed = new Set<number>();
      return (_config, worker) => {
        const run = runs.join(worker);
        const open = [...failed].filter((earlier) => earlier < run).length >= 2;
        return guarded((items) => {
          if (open) throw new Error("the circuit is open");
          try {
            store.insert(items);
          } catch (error) {
            failed.add(run);
            throw error;
          }
        }, () => runs.leave());
      };
    },
  }),
  unseen("fault.recovers", {
    name: "leaves its lock to the next run when its close fails",
    models: "Lock files removed at the end of close: a flush that throws leaves them behind.",
    calls: 4,
    says: /threw.*; an earlier run had met a failure of the storage, which was healed by then/,
    faulty: true,
    build(store) {
      const runs = new Runs();
      const locks = new Map<object, number>();
      return (_config, worker) => {
        const [lock, run] = [{}, runs.join(worker)];
        const stale = [...locks.values()].some((owner) => owner < run);
        if (stale) runs.leave();
        if (stale) throw new Error("Cannot build as the table must be unlocked: a run holds it");
        const buffer: Row[] = [];
        let left = false;
        return staging((items) => void buffer.push(...items.map(copyOf)), () => {
          if (!left) runs.leave();
          left = true;
          locks.set(lock, run);
          if (buffer.length > 0) store.insert(buffer);
          buffer.length = 0;
          locks.delete(lock);
        });
      };
    },
  }),
];
