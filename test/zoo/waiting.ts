import { copyOf, guarded, type Row, type Store } from "../mutants/mutant.ts";
import { Buffered, type Sound, sound, within } from "./sound.ts";

/** Runs tasks one after another. */
function mutex(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => {});
    return result;
  };
}

/** Commits whatever has gathered, again and again, until nothing is left. */
class GroupCommit {
  readonly #store: Store<Row>;
  #waiting: { readonly rows: readonly Row[]; readonly done: () => void }[] = [];
  #committing = false;

  constructor(store: Store<Row>) {
    this.#store = store;
  }

  add(rows: readonly Row[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ rows, done: resolve });
    if (!this.#committing) void this.#commit();
    return promise;
  }

  async #commit(): Promise<void> {
    this.#committing = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      await this.#store.send(group.flatMap(({ rows }) => rows));
      for (const { done } of group) done();
    }
    this.#committing = false;
  }
}

/** Sinks that wait for their storage. */
export const waitingSinks: readonly Sound[] = [
  sound({
    name: "waits for a microtask",
    build: (store) => () => guarded((items) => store.send(items)),
    subject: { guarantees: { durable: "on-write" } },
  }),
  sound({
    name: "waits for a timer",
    options: { runs: 20, maxWorkers: 3 },
    build: (store) => () =>
      guarded(async (items) => {
        const rows = items.map(copyOf);
        await new Promise((done) => setTimeout(done));
        store.insert(rows);
      }),
  }),
  sound({
    name: "buffers, and meets failures with what it still has",
    faulty: true,
    build: (store) => () => new Buffered<Row>((rows) => store.insert(rows), 5),
  }),
  sound({
    name: "buffers, and bounds its waiting",
    faulty: true,
    build: (store) => () => new Buffered<Row>((rows) => within(20, store.send(rows)), 10),
  }),
  sound({
    name: "stages, then publishes in one step",
    faulty: true,
    build: (store) => () => new Buffered<Row>((rows) => within(20, store.send(rows)), Infinity),
    subject: { guarantees: { atomicBatches: true } },
  }),
  sound({
    name: "tries again under keys that make it harmless",
    faulty: true,
    build(store) {
      let batches = 0;
      return () => {
        let key = batches++;
        return new Buffered<Row>(async (rows) => {
          await within(10, store.put(String(key), rows)).catch(() =>
            within(10, store.put(String(key), rows))
          );
          key = batches++;
        }, 1);
      };
    },
    subject: { guarantees: { delivery: "exactly-once", order: "none" } },
  }),
  sound({
    name: "inserts side by side, and claims no order",
    build: (store) => () =>
      guarded(async (items) => {
        await Promise.all(items.map(async (item, index) => {
          for (let ticks = (items.length - index) % 5; ticks > 0; ticks--) await undefined;
          store.insert([item]);
        }));
      }),
    subject: { guarantees: { order: "none" } },
  }),
  sound({
    name: "commits in groups",
    build(store) {
      const queue = new GroupCommit(store);
      return () => guarded((items) => queue.add(items.map(copyOf)));
    },
    subject: { guarantees: { durable: "on-write" } },
  }),
  sound({
    name: "changes shared state under a lock",
    build(store) {
      const locked = mutex();
      return () =>
        guarded((items) => {
          const rows = items.map(copyOf);
          return locked(async () => {
            const known = [...store.table];
            await undefined;
            store.table.splice(0, Infinity, ...known, ...rows);
          });
        });
    },
  }),
  sound({
    name: "builds asynchronously, and makes its table once",
    build(store) {
      let table: Promise<Row[]> | undefined;
      const made = async () => {
        await undefined;
        const rows: Row[] = [];
        store.files.set("table", rows);
        return rows;
      };
      return async () => {
        const rows = await (table ??= made());
        return guarded((items) => void rows.push(...items.map(copyOf)));
      };
    },
  }),
  sound({
    name: "writes to a WritableStream",
    build: (store) => () => {
      const stream = new WritableStream<readonly Row[]>({
        async write(rows) {
          await undefined;
          store.insert(rows);
        },
      }, { highWaterMark: 2 });
      const writer = stream.getWriter();
      return guarded(async (items) => {
        await writer.ready;
        await writer.write(items.map(copyOf));
      }, () => writer.close());
    },
  }),
  sound({
    name: "flushes by a timer too, which close ends",
    options: { runs: 50 },
    build: (store) => () => {
      const buffer: Row[] = [];
      const flush = () => store.insert(buffer.splice(0));
      let timer: ReturnType<typeof setTimeout> | undefined;
      return guarded((items) => {
        buffer.push(...items.map(copyOf));
        timer ??= setTimeout(() => {
          timer = undefined;
          flush();
        }, 1);
      }, () => {
        clearTimeout(timer);
        flush();
      });
    },
  }),
  sound({
    name: "flushes at every second call, whatever that brings",
    build: (store) => () => {
      const buffer: Row[] = [];
      const flush = () => store.insert(buffer.splice(0));
      let calls = 0;
      return guarded((items) => {
        buffer.push(...items.map(copyOf));
        if (++calls % 2 === 0) flush();
      }, flush);
    },
  }),
  sound({
    name: "flushes for all when anybody waits",
    options: { runs: 50 },
    build(store) {
      const pending: Row[] = [];
      const flush = async () => {
        await undefined;
        store.insert(pending.splice(0));
      };
      return async () => {
        await flush();
        return guarded((items) => void pending.push(...items.map(copyOf)), flush);
      };
    },
  }),
];
