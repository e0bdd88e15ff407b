import { copyOf, direct, guarded, type Row } from "../mutant.ts";
import { Runs, staging, type Unseen, unseen } from "./unseen.ts";

/** Unseen mutants of the rules about workers that run side by side, and about later runs. */
export const unseenWorkers: readonly Unseen[] = [
  unseen("workers.isolated-close", {
    name: "stops the rate limiter of all, which then sheds their rows",
    models: "A limiter shared by the tasks of a process and stopped by the first that ends.",
    calls: 5,
    says: /is not stored.*; when no worker closes before the last write this does not happen/,
    build(store) {
      let [users, running] = [0, true];
      return () => {
        if (users++ === 0) running = true;
        return guarded((items) => {
          if (running) store.insert(items);
        }, () => {
          users--;
          running = false;
        });
      };
    },
  }),
  unseen("workers.no-cross-talk", {
    name: "numbers its rows from the largest number that it found when it was built",
    models: "MAX(id) + 1 read once at start: two writers use the same numbers.",
    calls: 7,
    says: /is not stored; when one worker writes after the other this does not happen/,
    build(store) {
      const numbers = new Map<number, Row>();
      return () => {
        let next = numbers.size === 0 ? 0 : Math.max(...numbers.keys()) + 1;
        return guarded((items) => {
          for (const item of items) numbers.set(next++, copyOf(item));
          store.table.splice(0, Infinity, ...numbers.values());
        });
      };
    },
  }),
  unseen("workers.isolated-failure", {
    name: "takes the buffers of the others for stale after a failure",
    models: "A fencing epoch raised by every error: rows buffered under an older one are dropped.",
    calls: 6,
    says: /is not stored.*; the storage had failed another partition/,
    faulty: true,
    build(store) {
      let current = 0;
      return () => {
        const buffer: Row[] = [];
        let epoch = current;
        return staging((items) => {
          try {
            store.insert([]);
          } catch (error) {
            epoch = ++current;
            throw error;
          }
          buffer.push(...items.map(copyOf));
        }, () => {
          if (epoch === current && buffer.length > 0) store.insert(buffer);
          buffer.length = 0;
        });
      };
    },
  }),
  unseen("workers.isolated-failure", {
    name: "gives a dry partition to whoever is built while another one is down",
    models: "A shared health flag read once in open(): tasks that start meanwhile write nothing.",
    calls: 6,
    says: /is not stored.*; the storage had failed another partition/,
    faulty: true,
    build(store) {
      const down = new Set<object>();
      return () => {
        const [own, dry] = [{}, down.size > 0];
        return guarded((items) => {
          if (dry) return;
          down.add(own);
          store.insert(items);
          down.delete(own);
        }, () => void down.delete(own));
      };
    },
  }),
  unseen("workers.isolated-failure", {
    name: "skips its last flush while another one is down",
    models: "if (!healthy) return in close(), with the health of the whole process.",
    calls: 6,
    // One that is written to once more after a close that failed is down for ever.
    also: ["close.rejects-later-writes"],
    says: /is not stored.*; the storage had failed another partition/,
    faulty: true,
    build(store) {
      const down = new Set<object>();
      return () => {
        const own = {};
        const buffer: Row[] = [];
        return staging((items) => {
          down.add(own);
          store.insert([]);
          down.delete(own);
          buffer.push(...items.map(copyOf));
        }, () => {
          const others = down.size - Number(down.delete(own));
          if (others === 0 && buffer.length > 0) store.insert(buffer);
          buffer.length = 0;
        });
      };
    },
  }),
  unseen("workers.no-cross-talk", {
    name: "binds its rows to a statement that all share, and executes it later",
    models: "One prepared statement for several tasks: bind, await, execute.",
    calls: 6,
    says: /is not stored.*; when the calls follow one another this does not happen/,
    build(store) {
      let bound: readonly Row[] = [];
      return () =>
        guarded(async (items) => {
          bound = items.map(copyOf);
          await undefined;
          store.insert(bound);
        });
    },
  }),
  unseen("workers.no-cross-talk", {
    name: "encodes differences to the last row of any worker",
    models: "A delta encoder shared by several files, each with a decoder of its own (columnar).",
    calls: 7,
    says: /is stored.*; when one worker writes after the other this does not happen/,
    build(store) {
      let last = 0;
      return () => {
        let decoded: number | undefined;
        return guarded((items) => {
          for (const { id, text } of items) {
            decoded ??= last;
            decoded += id - last;
            last = id;
            store.insert([{ id: decoded, text }]);
          }
        });
      };
    },
  }),
  unseen("workers.late-build", {
    name: "loses a worker's first batch after another one has joined",
    models: "Writes fenced by a rebalance, and not repeated under the new generation (Kafka).",
    calls: 6,
    says:
      /is not stored.*; when every partition is built before the first write this does not happen/,
    build(store) {
      let generation = 0;
      return () => {
        generation++;
        let joined: number | undefined;
        return guarded((items) => {
          const current = joined === undefined || joined === generation;
          joined = generation;
          if (current) store.insert(items);
        });
      };
    },
  }),
  unseen("restart.keeps", {
    name: "keeps the files of three runs",
    models: "Log rotation with backupCount: the fourth start deletes the first file.",
    calls: 9,
    says: /is not stored.*; within a single run this does not happen/,
    build(store) {
      const runs = new Runs();
      return (_config, worker) => {
        const run = runs.join(worker);
        store.files.delete(`run-${run - 3}`);
        return guarded((items) => store.append(`run-${run}`, items), () => runs.leave());
      };
    },
  }),
  unseen("restart.keeps", {
    name: "starts its offsets at zero, and stores what is beyond the last known one",
    models: "High-water marks kept across restarts while the offsets of the source were reset.",
    calls: 6,
    says: /is not stored.*; within a single run this does not happen/,
    build(store) {
      const runs = new Runs();
      const marks = new Map<string, { run: number; offset: number }>();
      const twins = new Map<string, number>();
      return (_config, worker) => {
        const run = runs.join(worker);
        const twin = twins.get(`${run}/${worker}`) ?? 0;
        twins.set(`${run}/${worker}`, twin + 1);
        let offset = 0;
        return guarded((items) => {
          for (const item of items) {
            offset++;
            const mark = marks.get(`${worker}/${twin}`);
            if (mark && mark.run !== run && mark.offset >= offset) continue;
            marks.set(`${worker}/${twin}`, { run, offset });
            store.insert([item]);
          }
        }, () => runs.leave());
      };
    },
  }),
  unseen("restart.rescale", {
    name: "removes the files whose range of keys is a part of its own",
    models: "Children dropped at the merge of shards before their records were read (Kinesis).",
    calls: 7,
    says: /is not stored.*; with the same number of workers in every run this does not happen/,
    build: (store) => (_config, worker, workers) => {
      for (const file of store.files.keys()) {
        const [part, parts] = file.split("/").map(Number) as [number, number];
        const begins = part * workers >= worker * parts;
        const ends = (part + 1) * workers <= (worker + 1) * parts;
        if (begins && ends && parts > workers) store.files.delete(file);
      }
      return guarded((items) => store.append(`${worker}/${workers}`, items));
    },
  }),
  unseen("restart.rescale", {
    name: "copies its rows anew when there are more workers than before",
    models: "A scale-out that hands the whole state to the first new worker, which appends it.",
    calls: 7,
    says: /is stored.*; with the same number of workers in every run this does not happen/,
    build(store) {
      const runs = new Runs();
      const counts = new Map<number, number>();
      return (_config, worker, workers) => {
        const run = runs.join(worker);
        const before = counts.get(run - 1) ?? workers;
        const grown = !counts.has(run) && workers > before;
        counts.set(run, workers);
        if (grown) store.insert([...store.table]);
        const { writeBatch } = direct(store);
        return guarded(writeBatch, () => runs.leave());
      };
    },
  }),
];
