import type { MaybePromise, SinkPartition } from "../../mod.ts";
import { injectFaults, type Subject } from "../../conformance/mod.ts";
import {
  copyOf,
  failing,
  guarded,
  nodeOf,
  onlyOf,
  type Row,
  rows,
  Store,
} from "../mutants/mutant.ts";
import { connect, counted, keyedBy, Runs, staging, upsert } from "../mutants/unseen/unseen.ts";
import { agedSinks } from "./aged.ts";
import { type Sound, sound, within } from "./sound.ts";

/** A server of which nobody knows, where the answer to a connect is lost, whether a socket is open. */
const connecting: Subject<Row> = {
  name: "connecting",
  events: rows,
  guarantees: { durable: "on-write", atomicBatches: true },
  open() {
    const store = new Store<Row>();
    let sockets = 0;
    const server = { connect: () => void sockets++, end: () => void sockets-- };
    const { client, faults } = injectFaults(server, ["connect"]);
    const sink = nodeOf<Row>(() =>
      guarded((items) => {
        client.connect();
        store.insert(items);
        client.end();
      })
    );
    return {
      sink,
      config: {},
      read: () => store.read(),
      faults: onlyOf(failing, faults),
      openResources: () => sockets,
    };
  },
};

/** A row as a line of CSV; refuses what is no row. */
function encodeCsv({ id, text }: Row): string {
  if (typeof id !== "number" || typeof text !== "string") {
    throw new TypeError("Cannot write as every event must have an id and a text");
  }
  return `${id},"${text.replaceAll('"', '""')}"`;
}

/** The row of a line of CSV. */
function decodeCsv(line: string): Row {
  const comma = line.indexOf(",");
  const text = line.slice(comma + 2, -1).replaceAll('""', '"');
  return { id: Number(line.slice(0, comma)), text };
}

/** A buffer that gives the rows of a batch back when the flush of it has failed. */
function rollingBack(
  insert: (rows: readonly Row[]) => MaybePromise<void>,
  limit: number,
): SinkPartition<Row> {
  const journal: Row[] = [];
  const checkpoint = async () => {
    if (journal.length > 0) await insert([...journal]);
    journal.length = 0;
  };
  return staging(async (items) => {
    const before = journal.length;
    journal.push(...items.map(copyOf));
    if (journal.length < limit) return;
    try {
      await checkpoint();
    } catch (error) {
      journal.length = before;
      throw error;
    }
  }, checkpoint);
}

/** More sinks that keep every promise, in the manner of databases, files and clients. */
export const moreSinks: readonly Sound[] = [
  sound({
    name: "keeps a table by its key",
    build: (store) => () => guarded((items) => items.forEach((item) => upsert(store.table, item))),
    subject: { ...keyedBy(50), guarantees: { order: "none", durable: "on-write" } },
  }),
  sound({
    name: "moves the row of a key to the end, and so keeps the order of the last ones",
    build(store) {
      const rows = new Map<number, Row>();
      return () =>
        guarded((items) => {
          for (const item of items) {
            rows.delete(item.id);
            rows.set(item.id, copyOf(item));
          }
          store.table.splice(0, Infinity, ...rows.values());
        });
    },
    subject: { ...keyedBy(50), guarantees: { order: "worker" } },
  }),
  sound({
    name: "gathers the last row of every key, and puts the old ones back when a batch fails",
    faulty: true,
    build: (store) => () => {
      let pending = new Map<number, Row>();
      return staging((items) => {
        const next = new Map(pending);
        for (const item of items) next.set(item.id, copyOf(item));
        store.insert([]); // The journal.
        pending = next;
      }, () => {
        if (pending.size > 0) store.insert([]); // The transaction.
        for (const row of pending.values()) upsert(store.table, row);
        pending.clear();
      });
    },
    subject: keyedBy(20),
  }),
  sound({
    name: "connects at its first write, and ends the connection whatever comes",
    faulty: true,
    build: (store) => () => {
      let connection: Disposable | undefined;
      return staging(
        (items) => {
          connection ??= connect(store);
          return within(20, store.send(items));
        },
        () => {},
        () => connection?.[Symbol.dispose](),
      );
    },
    fixture: counted,
    subject: { guarantees: { durable: "on-write", atomicBatches: true } },
  }),
  sound({
    name: "tries a request once more when it is refused",
    faulty: true,
    build: (store) => () =>
      guarded(async (items) => {
        const rows = items.map(copyOf);
        await within(10, store.send(rows)).catch(() => within(10, store.send(rows)));
      }),
  }),
  sound({
    name: "stores in chunks of ten, and stops at the first that fails",
    faulty: true,
    build: (store) => () =>
      guarded((items) => {
        for (let from = 0; from < items.length; from += 10) {
          store.insert(items.slice(from, from + 10));
        }
      }),
    subject: { guarantees: { durable: "on-write" } },
  }),
  sound({
    name: "keeps a journal, and checkpoints it at a limit and in close",
    faulty: true,
    build: (store) => () => rollingBack((rows) => store.insert(rows), 10),
  }),
  sound({
    name: "closes within 300 milliseconds",
    faulty: true,
    build: (store) => () => rollingBack((rows) => within(300, store.send(rows)), Infinity),
  }),
  sound<Row>({
    name: "encodes its rows as CSV",
    faulty: true,
    build: (store) => () => guarded((items) => store.insert(items.map(encodeCsv).map(decodeCsv))),
    subject: {
      invalidEvents: rows.map(({ id }) => ({ id })),
      guarantees: { durable: "on-write", atomicBatches: true },
    },
  }),
  sound({
    name: "compacts its file in close, and claims no order",
    build(store) {
      let files = 0;
      return () => {
        const file = `segment-${files++}`;
        return guarded((items) => store.append(file, items), () => {
          const rows = store.files.get(file);
          if (rows) store.files.set(file, rows.toSorted((a, b) => a.id - b.id));
        });
      };
    },
    subject: { guarantees: { order: "none", durable: "on-write" } },
  }),
  sound({
    name: "begins every run with an empty folder, and says so",
    build(store) {
      const runs = new Runs();
      return (_config, worker) => {
        const run = `run-${runs.join(worker)}/`;
        for (const file of store.files.keys()) {
          if (!file.startsWith(run)) store.files.delete(file);
        }
        return guarded((items) => store.append(`${run}${worker}`, items), () => runs.leave());
      };
    },
    subject: { guarantees: { restart: "replaces" } },
  }),
  sound({
    name: "names its files by worker and by chance",
    faulty: true,
    build: (store) => (_config, worker) => {
      const file = `part-${worker}-${crypto.randomUUID()}`;
      return guarded((items) => store.append(file, items));
    },
    subject: { guarantees: { durable: "on-write" } },
  }),
  sound({
    name: "fills a ring of sixteen, and drains it whenever it is full",
    build: (store) => () => {
      const ring: Row[] = [];
      let [head, tail] = [0, 0];
      const drain = () => {
        const rows: Row[] = [];
        while (tail < head) rows.push(ring[tail++ % 16]!);
        store.insert(rows);
      };
      return guarded((items) => {
        for (const item of items) {
          ring[head++ % 16] = copyOf(item);
          if (head - tail === 16) drain();
        }
      }, drain);
    },
    subject: { thresholds: [16] },
  }),
  sound({
    name: "counts in the continuation of its bridge task, which it returns",
    build: (store) => (_config, _worker, _workers, bridge) => {
      let written = 0;
      return guarded((items) => {
        const count = () => void (written += items.length);
        return (bridge ? bridge.run(() => store.send(items)) : store.send(items)).then(count);
      });
    },
    subject: { guarantees: { durable: "on-write" } },
  }),
  sound({
    name: "uploads a batch in parts, completes it, and aborts in close what broke off",
    faulty: true,
    build: (store) => () => {
      let begun = false;
      return guarded((items) => {
        begun = true;
        for (let part = 0; part * 10 < items.length; part++) store.insert([]);
        store.insert(items);
        begun = false;
      }, () => {
        try {
          if (begun) store.insert([]);
        } catch {
          // The bucket's own rules remove it.
        }
      });
    },
    subject: { guarantees: { durable: "on-write", atomicBatches: true } },
  }),
  sound({
    name: "migrates its table when it is built, and leaves nothing open when that fails",
    faulty: true,
    build: (store) => async () => {
      const connection = connect(store);
      try {
        await within(20, store.send([]));
      } catch (error) {
        connection[Symbol.dispose]();
        throw error;
      }
      return guarded((items) => store.insert(items), () => connection[Symbol.dispose]());
    },
    fixture: counted,
  }),
  sound({
    name: "opens a session for a batch, and ends it whatever comes of the batch",
    faulty: true,
    build: (store) => () =>
      guarded(async (items) => {
        const session = connect(store);
        try {
          await within(20, store.send(items));
        } finally {
          session[Symbol.dispose]();
        }
      }),
    fixture: counted,
    subject: { guarantees: { durable: "on-write", atomicBatches: true } },
  }),
  {
    name: "connects for every batch by a request whose answer may be lost",
    options: {},
    subject: connecting,
  },
  sound({
    name: "pipes its rows through a stream that encodes lines",
    build: (store) => () => {
      const encoder = new TransformStream<Row, string>({
        transform: (row, lines) => lines.enqueue(JSON.stringify(row)),
      }, { highWaterMark: 4 });
      const writer = encoder.writable.getWriter();
      const piped = encoder.readable.pipeTo(
        new WritableStream({ write: (line) => store.insert([JSON.parse(line)]) }),
      );
      return guarded(async (items) => {
        for (const item of items) await writer.write(item);
      }, async () => {
        await writer.close();
        await piped;
      });
    },
  }),
  ...agedSinks,
];
