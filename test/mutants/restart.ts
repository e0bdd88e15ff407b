import { copyOf, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about a later run over what an earlier one stored. */
export const restartMutants: MutantsOf<"restart.keeps" | "restart.rescale"> = {
  "restart.keeps": [
    mutant({
      name: "truncates when its first worker starts",
      models: "A run that begins with TRUNCATE on the leader, so that tests start clean.",
      calls: 5,
      says: /is not stored; within a single run this does not happen/,
      build(store) {
        let open = 0;
        return (_config, worker) => {
          if (worker === 0 && open === 0) store.table.length = 0;
          open++;
          return guarded((items) => store.insert(items), () => void open--);
        };
      },
    }),
    mutant({
      name: "replaces what an earlier run stored, and fails when it finds its table there",
      models: "CREATE TABLE without IF NOT EXISTS, in a job that is set to overwrite.",
      calls: 3,
      says: /^the build of worker 0 threw .*is there already; within a single run/,
      build(store) {
        let [open, created] = [0, false];
        return () => {
          if (open === 0 && created) {
            throw new Error("Cannot create as the table must be new: it is there already");
          }
          created = true;
          open++;
          return guarded((items) => store.insert(items), () => void open--);
        };
      },
      subject: { guarantees: { restart: "replaces" } },
    }),
    mutant({
      name: "cleans the folder of files that look abandoned",
      models: "A build that removes finished parts of unknown writers as left-overs of a crash.",
      calls: 5,
      says: /is not stored; within a single run this does not happen/,
      build(store) {
        let parts = 0;
        return () => {
          for (const file of store.files.keys()) {
            if (file.endsWith("done")) store.files.delete(file);
          }
          const lines: Row[] = [];
          return guarded(
            (items) => void lines.push(...items.map(copyOf)),
            () => void store.files.set(`${parts++}.done`, lines),
          );
        };
      },
    }),
    mutant({
      name: "uses the part files of an earlier run again",
      models: "Part numbers that begin at zero in every run (log shippers' rotated files).",
      calls: 6,
      says: /is not stored; within a single run this does not happen/,
      build(store) {
        let [open, next] = [0, 0];
        return () => {
          if (open++ === 0) next = 0;
          const file = `part-${next++}`;
          const lines: Row[] = [];
          return guarded(
            (items) => void lines.push(...items.map(copyOf)),
            () => {
              open--;
              if (lines.length > 0) store.files.set(file, lines);
            },
          );
        };
      },
    }),
    mutant({
      name: "numbers its rows from zero again and upserts by that number",
      models:
        "Generated document ids <task>-<offset> after the offsets were reset (Elasticsearch).",
      calls: 6,
      says: /is not stored; within a single run this does not happen/,
      build(store) {
        const ids = new Map<string, Row>();
        let [open, builds] = [0, 0];
        return (_config, worker) => {
          if (open++ === 0) builds = 0;
          const task = `${worker}-${builds++}`;
          let offset = 0;
          return guarded((items) => {
            for (const item of items) ids.set(`${task}-${offset++}`, copyOf(item));
            store.table.splice(0, Infinity, ...ids.values());
          }, () => void open--);
        };
      },
    }),
  ],
  "restart.rescale": [
    mutant({
      name: "removes the files of workers beyond the count",
      models: "A clean-up of orphaned shards after scaling in.",
      calls: 7,
      says: /is not stored; with the same number of workers in every run this does not happen/,
      build: (store) => (_config, worker, workers) => {
        for (const file of store.files.keys()) {
          if (Number(file) >= workers) store.files.delete(file);
        }
        return guarded((items) => store.append(String(worker), items));
      },
    }),
    mutant({
      name: "restores the state of every worker whose index maps to it, and writes it again",
      models: "Union list state restored by every subtask after rescaling (Flink operators).",
      calls: 7,
      says: /is stored \d times; with the same number of workers in every run/,
      build(store) {
        let saved: { readonly workers: number; readonly rows: Row[] } = { workers: 0, rows: [] };
        return (_config, worker, workers) => {
          if (worker === 0 && saved.workers !== 0 && saved.workers !== workers) {
            store.insert(saved.rows);
          }
          if (worker === 0) saved = { workers, rows: [] };
          return guarded((items) => {
            saved.rows.push(...items.map(copyOf));
            store.insert(items);
          });
        };
      },
    }),
    mutant({
      name: "reads only the layout of its own worker count",
      models: "Folders named by parallelism, of which a run removes those of another one.",
      calls: 7,
      says: /is not stored; with the same number of workers in every run this does not happen/,
      build: (store) => (_config, worker, workers) => {
        for (const file of store.files.keys()) {
          if (!file.endsWith(`of-${workers}`)) store.files.delete(file);
        }
        return guarded((items) => store.append(`part-${worker}-of-${workers}`, items));
      },
    }),
  ],
};
