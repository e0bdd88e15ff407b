import { within } from "../../zoo/sound.ts";
import { copyOf, direct, guarded, type Row } from "../mutant.ts";
import { connect, counted, type Unseen, unseen } from "./unseen.ts";

interface Sessions {
  session(): { insert(rows: readonly Row[]): Promise<void> };
}

/** Unseen mutants of the rules about builds and configurations. */
export const unseenBuilds: readonly Unseen[] = [
  unseen("build.partition", {
    name: "has no partition left when two are open",
    models: "slots.find(free) of a pool with two slots, whose undefined is returned as it is.",
    calls: 5,
    says: /the build of worker \d+ of \d+ gives no partition: it gave undefined/,
    build(store) {
      const taken = [false, false];
      return () => {
        const slot = taken.indexOf(false);
        if (slot < 0) return undefined as never;
        taken[slot] = true;
        return guarded((items) => store.insert(items), () => void (taken[slot] = false));
      };
    },
  }),
  unseen("build.minimal-arguments", {
    name: "meets the missing bridge in its close",
    models: "bridge.run in the shutdown path alone: hours of data are lost at the very end.",
    calls: 2,
    says: /threw.*; with a bridge and a session manager this does not happen/,
    build: (store) => (_config, _worker, _workers, bridge) => {
      const buffer: Row[] = [];
      return guarded(
        (items) => void buffer.push(...items.map(copyOf)),
        () => bridge!.run(() => store.send(buffer)),
      );
    },
  }),
  unseen<Row>("build.minimal-arguments", {
    name: "opens its session at the first write, of a manager that may be missing",
    models: "Lazy connections: what a third-party sink is not given is noticed by the first batch.",
    calls: 3,
    says: /threw.*; with a bridge and a session manager this does not happen/,
    build: () => (_config, _worker, _workers, _bridge, manager) =>
      guarded((items) => (manager as Sessions).session().insert(items)),
    fixture: (store) => ({
      sessionManager: { session: () => ({ insert: (rows: readonly Row[]) => store.send(rows) }) },
    }),
  }),
  unseen("build.independent", {
    name: "hands out two writers in turn",
    models: "A pool of two writers dealt round robin, without a look at whether one is in use.",
    calls: 8,
    says: /the build of worker \d+ gives the very partition that an earlier build gave/,
    build(store) {
      const pool = [direct(store), direct(store)];
      let next = 0;
      return () => pool[next++ % 2]!;
    },
  }),
  unseen("build.any-worker", {
    name: "masks the worker index as if the count were a power of two",
    models: "hash & (n - 1) for hash % n: with three workers some own no shard (consistent rings).",
    calls: 7,
    says: /is not stored.*; with a single partition this does not happen/,
    build: (store) => (_config, worker, workers) =>
      guarded((items) => {
        if ((worker & (workers - 1)) === worker) store.insert(items);
      }),
  }),
  unseen("build.same-index-twice", {
    name: "numbers its requests by worker index, and takes a known number for a repetition",
    models: "Idempotent producers: two of one producer id send the same sequence numbers (Kafka).",
    calls: 6,
    says: /is not stored.*; with a worker index of its own for each partition this does not happen/,
    build(store) {
      const stored = new Map<number, number>();
      return (_config, worker) => {
        let sequence = stored.get(worker) ?? 0;
        return guarded((items) => {
          sequence++;
          if (sequence <= (stored.get(worker) ?? 0)) return;
          stored.set(worker, sequence);
          store.insert(items);
        });
      };
    },
  }),
  unseen("build.config-untouched", {
    name: "turns the list of hosts round at every build",
    models: "hosts.push(hosts.shift()): round robin over the configuration itself.",
    calls: 2,
    says: /the build of worker \d+ changed the configuration/,
    build: (store) => (config) => {
      const { hosts } = config as { hosts: string[] };
      hosts.push(hosts.shift()!);
      return direct(store);
    },
    fixture: () => ({ config: { hosts: ["a", "b"] } }),
  }),
  unseen("build.rejects-bad-config", {
    name: "accepts a flush limit of zero",
    models: "A check for < 0 where the limit must be positive: every row becomes a request.",
    calls: 2,
    says: /a configuration whose flushAt is wrong was accepted at build/,
    build: (store) => (config) => {
      const { flushAt } = config as { flushAt: unknown };
      if (typeof flushAt !== "number" || flushAt < 0) {
        throw new Error(`Cannot build as flushAt must be a positive number: it is ${flushAt}`);
      }
      const buffer: Row[] = [];
      const flush = () => store.insert(buffer.splice(0));
      return guarded((items) => {
        buffer.push(...items.map(copyOf));
        if (buffer.length >= flushAt) flush();
      }, flush);
    },
    fixture: () => ({ config: { flushAt: 4 } }),
    subject: {
      invalidConfigs: [
        { config: { flushAt: "many" }, key: "flushAt" },
        { config: { flushAt: 0 }, key: "flushAt" },
      ],
    },
  }),
  unseen("build.releases-on-failure", {
    name: "leaves its connection open when the migration fails",
    models: "connect(), then migrate() outside of any try: each restart leaks a connection.",
    calls: 1,
    says: /a build that failed left \d+ resource open/,
    faulty: true,
    build: (store) => async () => {
      const connection = connect(store);
      await within(20, store.send([]));
      return guarded((items) => store.insert(items), () => connection[Symbol.dispose]());
    },
    fixture: counted,
  }),
  unseen("build.releases-on-failure", {
    name: "keeps the connections of the tables before the one that is unknown",
    models: "A loop that opens a writer for each table and throws in the middle.",
    calls: 1,
    says: /a build that failed left \d+ resource open/,
    build: (store) => (config) => {
      const connections: Disposable[] = [];
      for (const table of (config as { tables: readonly string[] }).tables) {
        if (table === "none") throw new Error("Cannot build as tables must exist: none does not");
        connections.push(connect(store));
      }
      return guarded(
        (items) => store.insert(items),
        () => connections.forEach((connection) => connection[Symbol.dispose]()),
      );
    },
    fixture: (store) => ({ config: { tables: ["rows", "audit"] }, ...counted(store) }),
    subject: { invalidConfigs: [{ config: { tables: ["rows", "none"] }, key: "tables" }] },
  }),
  unseen("build.concurrent", {
    name: "removes its probe row by the place that it had",
    models:
      "Health checks that insert and delete by row number: two that overlap leave one behind.",
    calls: 4,
    says: /nobody wrote.*; when the builds follow one another this does not happen/,
    build: (store) => async () => {
      const place = store.table.push({ id: -1, text: "probe" }) - 1;
      await undefined;
      store.table.splice(place, 1);
      return direct(store);
    },
  }),
  unseen("build.preserves", {
    name: "vacuums the table down to its last 64 rows",
    models: "Retention that is applied when a writer opens (capped collections, log rotation).",
    calls: 5,
    build: (store) => () => {
      store.table.splice(0, store.table.length - 64);
      return direct(store);
    },
  }),
  unseen("config.strings", {
    name: "adds its chunk size to a place, as text",
    models: 'i * chunk + chunk with "3" from the environment: 33 where 6 was meant.',
    calls: 3,
    says: /is stored.*; with values of their own types in the configuration this does not happen/,
    build: (store) => (config) => {
      const { chunk } = config as { chunk: number };
      return guarded((items) => {
        for (let i = 0; i < items.length / chunk; i++) {
          store.insert(items.slice(i * chunk, i * chunk + chunk));
        }
      });
    },
    fixture: () => ({ config: { chunk: 3 } }),
    subject: { stringConfig: { chunk: "3" } },
  }),
];
