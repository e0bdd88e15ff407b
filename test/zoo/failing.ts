import * as fc from "fast-check";
import type { SinkPartition } from "../../mod.ts";
import { injectFaults } from "../../conformance/mod.ts";
import { copyOf, guarded, type Row, rows, type Store } from "../mutants/mutant.ts";
import { Buffered, type Sound, sound, within } from "./sound.ts";

/** Writes through a stream, which is of no use any more once a write of it has failed. */
function streaming(store: Store<Row>): SinkPartition<Row> {
  const stream = new WritableStream<readonly Row[]>({ write: (rows) => store.send(rows) });
  const writer = stream.getWriter();
  writer.closed.catch(() => {}); // The write that failed tells.
  let [closed, failed] = [false, false];
  return {
    async writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      await within(20, writer.write(items.map(copyOf))).catch((error) => {
        failed = true;
        throw error;
      });
    },
    async close() {
      if (closed) return;
      closed = true;
      if (failed) await writer.abort();
      else await writer.close();
    },
  };
}

/** Keeps what it is given until close, and throws the same error at every close until it is stored. */
function insistent(store: Store<Row>): SinkPartition<Row> {
  const staged: Row[] = [];
  let closed = false;
  return {
    writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      staged.push(...items.map(copyOf));
    },
    close() {
      closed = true;
      if (staged.length > 0) store.insert(staged);
      staged.length = 0;
    },
  };
}

/** Tries a request three times, then says that it failed. */
async function persistently(request: () => Promise<void>): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      return await within(5, request());
    } catch (error) {
      if (attempt === 3) throw error;
      await undefined;
    }
  }
}

/** Encodes a row, or says what is wrong with it. */
function encode(row: Row): string {
  if (typeof row !== "object" || row === null || typeof row.id !== "number") {
    throw new TypeError("Cannot write as every event must be a row");
  }
  return JSON.stringify(row);
}

/** Sinks into a storage that fails at times, of other designs than a buffer. */
export const failingSinks: readonly Sound[] = [
  sound<Row>({
    name: "streams into a storage that may fail",
    faulty: true,
    build: (store) => () => streaming(store),
  }),
  sound<Row>({
    name: "insists in close on what it has",
    faulty: true,
    build: (store) => () => insistent(store),
  }),
  sound<Row>({
    name: "tries three times, and then says that it failed",
    faulty: true,
    build: (store) => () => guarded((items) => persistently(() => store.send(items))),
    subject: { guarantees: { durable: "on-write" } },
  }),
  sound<string>({
    name: "sends texts once more when that failed",
    faulty: true,
    build: (store) => () =>
      guarded((items) => {
        const texts = [...items];
        const send = () => within(20, store.send(texts));
        return send().catch(send);
      }),
    subject: { events: fc.string() },
  }),
  sound<Row>({
    name: "fetches a token before every request",
    faulty: true,
    build: (store) => () =>
      new Buffered<Row>(async (rows) => {
        for (let tick = 0; tick < 4; tick++) await undefined;
        await within(20, store.send(rows));
      }, 1),
  }),
  sound<Row>({
    name: "encodes a whole batch before it stores any of it",
    faulty: true,
    build: (store) => () =>
      guarded((items) => {
        const lines = items.map(encode);
        store.insert(lines.map((line) => JSON.parse(line)));
      }),
    subject: {
      invalidEvents: rows.map(({ text }) => text),
      guarantees: { atomicBatches: true },
    },
  }),
  sound<Row>({
    name: "opens sessions of a manager whose sessions may fail",
    build: () => (_config, _worker, _workers, _bridge, manager) => {
      if (!manager) {
        throw new Error("Cannot build as a session manager must be given: there is none");
      }
      const { insert } = (manager as { session(): { insert(rows: readonly Row[]): Promise<void> } })
        .session();
      return new Buffered<Row>((rows) => within(20, insert(rows)), 3);
    },
    fixture(store) {
      const { client, faults } = injectFaults(store, ["send"]);
      const session = { insert: (rows: readonly Row[]) => client.send(rows) };
      return { sessionManager: { session: () => session, dispose: () => {} }, faults };
    },
  }),
  sound<Row>({
    name: "keeps a heartbeat, and ends it in close whatever comes",
    faulty: true,
    build: (store) => () => {
      const timer = setInterval(() => {}, 60_000);
      store.handles.add({ [Symbol.dispose]: () => clearInterval(timer) });
      const inner = new Buffered<Row>((rows) => store.insert(rows), 3);
      return {
        writeBatch: (items) => inner.writeBatch(items),
        async close() {
          try {
            await inner.close();
          } finally {
            clearInterval(timer);
          }
        },
      };
    },
  }),
];
