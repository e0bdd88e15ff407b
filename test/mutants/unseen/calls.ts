import { within } from "../../zoo/sound.ts";
import { type Build, direct, guarded, nodeOf, type Row, type Store } from "../mutant.ts";
import { type Unseen, unseen } from "./unseen.ts";

const plain = (store: Store<Row>): Build<Row> => () => direct(store);

/** Unseen mutants of the rules about every call, and about the node. */
export const unseenCalls: readonly Unseen[] = [
  unseen("calls.settle", {
    name: "takes a slot of its pool for every write and gives none back",
    models: "Connections borrowed from a pool of eight and never returned: the ninth caller waits.",
    calls: 10,
    says: /the write of \d+ events? to worker \d+ did not settle within the call limit/,
    build: (store) => () => {
      let free = 8;
      return guarded((items) => {
        if (free === 0) return new Promise<void>(() => {});
        free--;
        return store.insert(items);
      });
    },
  }),
  unseen("calls.settle", {
    name: "waits for tokens that nobody refills",
    models: "Token buckets whose refill timer was unreferenced or cleared (rate limiters).",
    calls: 2,
    says: /the write of \d+ events to worker \d+ did not settle within the call limit/,
    build: (store) => () => {
      let tokens = 256;
      return guarded((items) => {
        tokens -= items.length;
        if (tokens < 0) return new Promise<void>(() => {});
        return store.insert(items);
      });
    },
  }),
  unseen("calls.throw-errors", {
    name: "throws the reason it aborted its requests with",
    models:
      'controller.abort("closed") and signal.throwIfAborted(): the reason is thrown as it is.',
    calls: 3,
    says:
      /the write of \d+ events? to worker \d+ threw a thrown string: "the sink was closed", which/,
    build: (store) => () => {
      const closing = new AbortController();
      return {
        writeBatch(items) {
          closing.signal.throwIfAborted();
          store.insert(items);
        },
        close: () => closing.abort("the sink was closed"),
      };
    },
  }),
  unseen("calls.no-stray-errors", {
    name: "awaits two requests one after the other that it started together",
    models: "const a = f(), b = g(); await a; await b: when both fail, nobody looks at b.",
    calls: 3,
    says: /an error escaped that no call reported: Error: Cannot send as the storage must be/,
    faulty: true,
    build: (store) => () =>
      guarded(async (items) => {
        const data = within(20, store.send(items));
        const offsets = within(20, store.send([]));
        await data;
        await offsets;
      }),
  }),
  unseen("calls.no-stray-errors", {
    name: "connects ahead of its first write, and looks at the outcome only there",
    models: "this.ready = connect() in a constructor: an idle task's rejection is unhandled.",
    calls: 2,
    says: /an error escaped that no call reported: Error: Cannot send as the storage must be/,
    faulty: true,
    build: (store) => () => {
      const ready = store.send([]);
      return guarded(async (items) => {
        await within(20, ready).catch(() => within(20, store.send([])));
        await within(20, store.send(items));
      });
    },
  }),
  unseen("node.members", {
    name: "describes its payload by a JSON schema",
    models: "A sink that hands its table schema over as payload, which is no Standard Schema.",
    calls: 2,
    says: /payload must be a class or a Standard Schema: it is an object of Object/,
    build: plain,
    node: (build) => ({ ...nodeOf(build), payload: { type: "object", properties: {} } }),
  }),
  unseen("node.named", {
    name: "is named by the last part of its path, which ends in a slash",
    models: 'path.split("/").at(-1) of "s3://bucket/rows/".',
    calls: 2,
    says: /the name of the node is ""/,
    build: plain,
    node: (build) => ({ ...nodeOf(build), name: "s3://bucket/rows/".split("/").at(-1) }),
  }),
  unseen("node.plain-name", {
    name: "has the version of its schema in its name",
    models: "Indices and topics named after a schema version, rows-1.2, used as connector names.",
    calls: 2,
    says: /the name of the node, "rows-\d+\.\d+", has a dot: it reads a nested section/,
    build: plain,
    node: (build) => ({ ...nodeOf(build), name: "rows-1.2" }),
  }),
  unseen("node.router-branch-safe", {
    name: "is not safe in a router branch any more once three partitions were built",
    models: "A getter that compares the connections in use with the size of the pool.",
    calls: 8,
    says: /routerBranchSafe was true and became false/,
    build: plain,
    node(build) {
      let built = 0;
      const node = nodeOf<Row>((...args) => {
        built++;
        return build(...args);
      });
      return {
        ...node,
        get routerBranchSafe() {
          return built < 3;
        },
      };
    },
  }),
  unseen("node.immutable", {
    name: "adds its rows up in statistics of the node",
    models: "Counters kept on the sink object itself, which every worker and every flow shares.",
    calls: 3,
    says: /the node has another stats than before its first build/,
    build: plain,
    node(build) {
      const stats = { rows: 0 };
      const node = nodeOf<Row>(async (...args) => {
        const partition = await build(...args);
        return {
          async writeBatch(items) {
            await partition.writeBatch(items);
            stats.rows += items.length;
          },
          close: () => partition.close(),
        };
      });
      return { ...node, stats };
    },
  }),
];
