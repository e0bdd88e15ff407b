import type { SinkPartition } from "../../mod.ts";
import { direct, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** What a test passes where the contract asks for a partition. */
const asPartition = (value: unknown): SinkPartition<Row> => value as SinkPartition<Row>;

/** Mutants of the rules about a single build. */
export const buildMutants: MutantsOf<
  | "build.partition"
  | "build.minimal-arguments"
  | "build.independent"
  | "build.any-worker"
  | "build.config-untouched"
> = {
  "build.partition": [
    mutant({
      name: "returns nothing to all but the first worker",
      models: "An early return for the case that somebody else has set the table up already.",
      calls: 3,
      says: /the build of worker 1 of 2 gives no partition: it gave undefined/,
      build: (store) => (_config, worker) => asPartition(worker === 0 ? direct(store) : undefined),
    }),
    mutant({
      name: "wraps its partition",
      models: "An async factory that resolves to { partition } as the class's constructor did.",
      calls: 1,
      says: /gives no partition: its writeBatch is not a function/,
      build: (store) => () =>
        Promise.resolve(asPartition({ partition: direct(store), ready: true })),
    }),
    mutant({
      name: "calls its close differently",
      models: "Sinks that implement dispose or stop, as other frameworks ask (Kafka Connect).",
      calls: 1,
      says: /gives no partition: its close is not a function/,
      build: (store) => () => {
        const { writeBatch, close } = direct(store);
        return asPartition({ writeBatch, stop: close });
      },
    }),
    mutant({
      name: "refuses the configuration it was made for",
      models: "A validation that asks for a key which was renamed one release ago.",
      calls: 1,
      says: /the build of worker 0 threw Error: url is missing/,
      build: (store) => (config) => {
        if (!Object.hasOwn(config as object, "url")) throw new Error("url is missing");
        return direct(store);
      },
    }),
  ],
  "build.minimal-arguments": [
    mutant({
      name: "meets the missing bridge at its first write",
      models: "this.bridge.run of undefined, hours after the start, when the first batch comes.",
      calls: 3,
      says: /threw TypeError.*with a bridge and a session manager this does not happen/,
      build: (store) => (_config, _worker, _workers, bridge) =>
        guarded((items) => bridge!.run(() => Promise.resolve(store.insert(items)))),
    }),
    mutant({
      name: "refuses to build without a session manager, and does not say why",
      models: "assert manager: an AssertionError whose message is the empty string.",
      calls: 1,
      says: /without bridge and session manager the build fails and does not say why/,
      build: (store) => (_config, _worker, _workers, _bridge, sessionManager) => {
        if (!sessionManager) throw new Error();
        return direct(store);
      },
      fixture: () => ({ sessionManager: { url: "memory:" } }),
    }),
    mutant({
      name: "writes nothing when there is no bridge",
      models: "bridge?.run(…): the optional chain that turns a missing argument into lost data.",
      calls: 3,
      says: /is not stored; with a bridge and a session manager this does not happen/,
      build: (store) => (_config, _worker, _workers, bridge) =>
        guarded((items) => bridge?.run(() => Promise.resolve(store.insert(items)))),
    }),
  ],
  "build.independent": [
    mutant({
      name: "gives a cached partition",
      models: "A singleton sink: whichever worker ends first closes it for all.",
      calls: 4,
      says: /the build of worker \d gives the very partition that an earlier build gave/,
      build(store) {
        const partition = direct(store);
        return () => partition;
      },
    }),
    mutant({
      name: "keeps one partition per worker index",
      models: "A writer pool keyed by task id: a node that stands twice in a flow gets one writer.",
      calls: 4,
      says: /the build of worker 0 gives the very partition that an earlier build gave/,
      build(store) {
        const pool = new Map<number, SinkPartition<Row>>();
        return (_config, worker) => {
          const partition = pool.get(worker) ?? direct(store);
          pool.set(worker, partition);
          return partition;
        };
      },
    }),
  ],
  "build.any-worker": [
    mutant({
      name: "writes on worker 0 alone",
      models: "A guard against duplicate output that takes the other workers for replicas.",
      calls: 5,
      says: /written to worker 1, is not stored; with a single partition this does not happen/,
      build: (store) => (_config, worker) =>
        guarded((items) => {
          if (worker === 0) store.insert(items);
        }),
    }),
    mutant({
      name: "has four shards",
      models: "Parallelism fixed when the table was made: index % 4 shares files above four.",
      calls: 12,
      says: /is not stored; with a single partition this does not happen/,
      build(store) {
        const owners = new Map<string, number>();
        return (_config, worker) => {
          const shard = `part-${worker % 4}`;
          return guarded((items) => {
            // A shard is begun anew by whoever has not written to it last.
            if ((owners.get(shard) ?? worker) !== worker) store.files.delete(shard);
            owners.set(shard, worker);
            store.append(shard, items);
          });
        };
      },
    }),
    mutant({
      name: "keeps the first worker for coordination",
      models: "A driver task that owns no data in clusters of more than one (Spark's driver).",
      calls: 5,
      says: /written to worker 0, is not stored; with a single partition this does not happen/,
      build: (store) => (_config, worker, workers) =>
        guarded((items) => {
          if (workers === 1 || worker > 0) store.insert(items);
        }),
    }),
    mutant({
      name: "has no slot for the last worker",
      models: "An array of count - 1 slots: indices taken for one-based.",
      calls: 5,
      says: /threw TypeError.*with a single partition this does not happen/,
      build(store) {
        const slots: number[][] = [];
        return (_config, worker, workers) => {
          slots.length = 0;
          for (let slot = 1; slot < Math.max(2, workers); slot++) slots.push([]);
          return guarded((items) => {
            const slot = slots[worker] as number[];
            slot.push(items.length);
            store.insert(items);
          });
        };
      },
    }),
  ],
  "build.config-untouched": [
    mutant({
      name: "deletes the password from the configuration",
      models: 'pop("password") so that it is not logged: the next worker finds none.',
      calls: 2,
      says: /the build of worker 0 changed the configuration/,
      build: (store) => (config) => {
        delete (config as { password?: string }).password;
        return direct(store);
      },
      fixture: () => ({ config: { password: "secret" } }),
    }),
    mutant({
      name: "fills defaults into the configuration",
      models:
        "config.setdefault(…): a section shared by two sinks takes the defaults of the first.",
      calls: 2,
      says: /the build of worker 0 changed the configuration/,
      build: (store) => (config) => {
        (config as { chunk?: number }).chunk ??= 500;
        return direct(store);
      },
    }),
    mutant({
      name: "sorts the columns of the configuration",
      models: "columns.sort() in place, for a stable INSERT statement.",
      calls: 2,
      says: /the build of worker 0 changed the configuration/,
      build: (store) => (config) => {
        (config as { columns: string[] }).columns.sort();
        return direct(store);
      },
      fixture: () => ({ config: { columns: ["text", "id"] } }),
    }),
    mutant({
      name: "marks the configuration while it reads it",
      models: "A resolver that guards against cycles with a mark it takes off again.",
      calls: 1,
      says: /with a configuration that is not frozen this does not happen/,
      build: (store) => (config) => {
        const section = config as { resolving?: boolean };
        section.resolving = true;
        delete section.resolving;
        return direct(store);
      },
    }),
  ],
};
