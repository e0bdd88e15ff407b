import { copyOf, direct, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

const pause = () => Promise.resolve();

/** Mutants of the rules about builds that meet other builds, or what is stored already. */
export const setupMutants: MutantsOf<
  "build.same-index-twice" | "build.concurrent" | "build.preserves" | "workers.late-build"
> = {
  "build.same-index-twice": [
    mutant({
      name: "names its part file by run and worker alone",
      models: "part-00000 written twice: Spark and Hadoop committers with equal task ids.",
      calls: 6,
      says:
        /is not stored.*; with a worker index of its own for each partition this does not happen/,
      build(store) {
        const closed = { count: 0 };
        return (_config, worker) => {
          const lines: Row[] = [];
          const run = closed.count;
          return guarded((items) => void lines.push(...items.map(copyOf)), () => {
            closed.count++;
            if (lines.length > 0) store.files.set(`run-${run}-part-${worker}`, lines);
          });
        };
      },
    }),
    mutant({
      name: "refuses a second producer of the same transactional id",
      models: "Kafka's ProducerFencedException where the transactional.id is the task index.",
      calls: 6,
      says: /threw.*; with a worker index of its own for each partition this does not happen/,
      build(store) {
        const epochs = new Map<number, number>();
        return (_config, worker) => {
          const epoch = (epochs.get(worker) ?? 0) + 1;
          epochs.set(worker, epoch);
          return guarded((items) => {
            if (epochs.get(worker) !== epoch) throw new Error("fenced");
            store.insert(items);
          });
        };
      },
    }),
    mutant({
      name: "keeps a buffer per worker index, and the first to close takes it along",
      models: "Writers registered by subtask index in a static map (Flink file sinks).",
      calls: 5,
      says:
        /is not stored.*; with a worker index of its own for each partition this does not happen/,
      build(store) {
        const buffers = new Map<number, Row[]>();
        return (_config, worker) => {
          const buffer: Row[] = [];
          buffers.set(worker, buffer);
          return guarded(
            (items) => void buffers.get(worker)!.push(...items.map(copyOf)),
            () => {
              store.insert(buffer.splice(0));
            },
          );
        };
      },
    }),
  ],
  "build.concurrent": [
    mutant({
      name: "creates the table that another build is creating",
      models: "CREATE TABLE without IF NOT EXISTS after a look: two tasks start, one dies.",
      calls: 3,
      says: /table exists; when the builds follow one another this does not happen/,
      build(store) {
        let exists = false;
        return async () => {
          if (!exists) {
            await pause();
            if (exists) throw new Error("table exists");
            exists = true;
          }
          return direct(store);
        };
      },
    }),
    mutant({
      name: "replaces the table that another build has made meanwhile",
      models: "DROP and CREATE in a migration that every task runs when it sees no table.",
      calls: 5,
      says: /is not stored; when the builds follow one another this does not happen/,
      build(store) {
        return async () => {
          let table = store.files.get("table");
          if (!table) {
            await pause();
            store.files.set("table", table = []);
          }
          const own = table;
          return guarded((items) => void own.push(...items.map(copyOf)));
        };
      },
    }),
    mutant({
      name: "takes a slot that an overlapping build is taking",
      models: "Slots leased by reading the free ones, then claiming the first (ZooKeeper recipes).",
      calls: 6,
      says: /when the builds follow one another this does not happen/,
      build(store) {
        let slots = 0;
        return async () => {
          const slot = slots;
          await pause();
          slots = slot + 1;
          const lines: Row[] = [];
          return guarded(
            (items) => void lines.push(...items.map(copyOf)),
            () => void (lines.length > 0 && store.files.set(`slot-${slot}`, lines)),
          );
        };
      },
    }),
  ],
  "build.preserves": [
    mutant({
      name: "opens the shared file to truncate",
      models: 'open(path, "w") in every task: the last one to start empties what is there.',
      calls: 5,
      says:
        /is not stored.*; it was stored before another partition was built, and gone thereafter/,
      build: (store) => () => {
        store.table.length = 0;
        return direct(store);
      },
    }),
    mutant({
      name: "replaces the result with nothing when an idle worker ends",
      models: "saveAsTextFile of an empty partition over the shared output.",
      calls: 5,
      says: /when every worker writes something this does not happen/,
      build(store) {
        return () => {
          let written = 0;
          return guarded((items) => {
            written += items.length;
            store.insert(items);
          }, () => {
            if (written === 0) store.table.length = 0;
          });
        };
      },
    }),
  ],
  "workers.late-build": [
    mutant({
      name: "resets the pending rows of all when it is built",
      models: "A static buffer cleared in open(), as every task calls it (Flink RichSinkFunction).",
      calls: 5,
      says: /when every partition is built before the first write this does not happen/,
      build(store) {
        const pending: { owner: object; row: Row }[] = [];
        return () => {
          pending.length = 0;
          const owner = {};
          return guarded(
            (items) => void pending.push(...items.map((item) => ({ owner, row: copyOf(item) }))),
            () => store.insert(pending.filter((it) => it.owner === owner).map(({ row }) => row)),
          );
        };
      },
    }),
    mutant({
      name: "commits only what was registered before the first write",
      models: "A commit coordinator that counts its participants once and ignores late ones.",
      calls: 6,
      says: /when every partition is built before the first write this does not happen/,
      build(store) {
        let frozen = false;
        let open = 0;
        return () => {
          const registered = !frozen;
          open++;
          const lines: Row[] = [];
          return guarded((items) => {
            frozen = true;
            lines.push(...items.map(copyOf));
          }, () => {
            if (registered) store.insert(lines);
            if (--open === 0) frozen = false;
          });
        };
      },
    }),
  ],
};
