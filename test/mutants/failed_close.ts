import { Buffered } from "../zoo/sound.ts";
import {
  copyOf,
  failing,
  guarded,
  mutant,
  type MutantsOf,
  type Row,
  unforgiving,
} from "./mutant.ts";

/** Mutants of the rules about a close while, or after, the storage fails. */
export const failedCloseMutants: MutantsOf<
  | "close.after-failed-write"
  | "close.reports-failed-flush"
  | "close.honest-after-failure"
  | "close.bounded"
  | "close.no-success-marker"
  | "bridge.errors-surface"
  | "bridge.cancellable"
> = {
  "close.after-failed-write": [
    mutant({
      name: "flushes the batch that failed again and throws",
      models:
        "Connectors whose stop() calls flush(): the process aborts and peers lose their rows.",
      calls: 3,
      says: /threw.*; the storage had failed during another call of that partition/,
      faulty: true,
      build: (store) => () => {
        const buffer: Row[] = [];
        const flush = () => {
          if (buffer.length > 0) store.insert(buffer);
          buffer.length = 0;
        };
        return unforgiving((items) => {
          buffer.push(...items.map(copyOf));
          flush();
        }, flush);
      },
    }),
    mutant({
      name: "throws the error of the failed write once more",
      models: "checkErroneous() at the top of close() (Flink's Kafka producer).",
      calls: 3,
      says: /threw.*; the storage had failed during another call of that partition/,
      faulty: true,
      build: (store) => () => {
        let failure: unknown;
        return unforgiving((items) => {
          try {
            store.insert(items);
          } catch (error) {
            failure = error;
            throw error;
          }
        }, () => {
          if (failure) throw failure;
        });
      },
    }),
    mutant({
      name: "commits a transaction that is aborted",
      models: "current transaction is aborted, commands ignored (PostgreSQL), out of close().",
      calls: 3,
      says: /threw.*; the storage had failed during another call of that partition/,
      faulty: true,
      build: (store) => () => {
        let aborted = false;
        return unforgiving((items) => {
          try {
            store.insert(items);
          } catch (error) {
            aborted = true;
            throw error;
          }
        }, () => {
          if (aborted) throw new Error("current transaction is aborted");
        });
      },
    }),
  ],
  "close.reports-failed-flush": [
    mutant({
      name: "swallows the error of its last flush",
      models: "closeQuietly(): the helper for readers, used on a writer.",
      calls: 3,
      says: /is not stored; the storage failed during that close, and the close did not say so/,
      faulty: true,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded((items) => void buffer.push(...items.map(copyOf)), () => {
          try {
            store.insert(buffer);
          } catch {
            // Closing: nobody would handle it, it seems.
          }
        });
      },
    }),
    mutant({
      name: "settles its last flush whatever comes of it",
      models: "Promise.allSettled in close, whose results nobody looks at.",
      calls: 3,
      says: /the storage failed during that close, and the close did not say so/,
      faulty: failing,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded((items) => void buffer.push(...items.map(copyOf)), async () => {
          await Promise.allSettled([store.send(buffer)]);
        });
      },
    }),
  ],
  "close.honest-after-failure": [
    mutant({
      name: "counts as closed before its flush",
      models: "closed = true on the first line of close(): the retry of a failed close succeeds.",
      calls: 4,
      says: /event 0.* is not stored; its close failed, and a second close then succeeded/,
      faulty: true,
      build: (store) => () => {
        const buffer: Row[] = [];
        return unforgiving(
          (items) => void buffer.push(...items.map(copyOf)),
          () => store.insert(buffer),
        );
      },
    }),
    mutant({
      name: "empties its buffer before the flush of close",
      models: "takeAll() as the argument of the last insert: nothing is left for a second attempt.",
      calls: 4,
      says: /is not stored.*; its close failed, and a second close then succeeded/,
      faulty: true,
      build: (store) => () => {
        const buffer: Row[] = [];
        let closed = false;
        return {
          writeBatch(items) {
            if (closed) throw new Error("closed");
            buffer.push(...items.map(copyOf));
          },
          close() {
            store.insert(buffer.splice(0));
            closed = true;
          },
        };
      },
    }),
  ],
  "close.bounded": [
    mutant({
      name: "waits for its last flush without a bound",
      models: "flush() without a timeout in close(): a dead broker keeps the shutdown waiting.",
      calls: 3,
      says: /while the storage hung the close did not settle/,
      faulty: true,
      build: (store) => () => new Buffered<Row>((rows) => store.send(rows), Infinity),
    }),
    mutant({
      name: "tries again until the storage answers",
      models: "Retries.MAX_VALUE: each attempt is bounded, their number is not.",
      calls: 3,
      says: /while the storage hung the close did not settle/,
      faulty: true,
      build: (store) => () => {
        let over = false;
        store.handles.add({ [Symbol.dispose]: () => void (over = true) });
        return new Buffered<Row>(async (rows) => {
          while (!over) {
            const sent = store.send(rows).then(() => true);
            const late = new Promise<false>((expired) => setTimeout(expired, 5, false));
            if (await Promise.race([sent, late])) return;
            sent.catch(() => {}); // It is tried again.
          }
        }, Infinity);
      },
    }),
  ],
  "close.no-success-marker": [
    mutant({
      name: "publishes the rows it had buffered before the failure",
      models: "A temporary file renamed in close() although the batch broke off (Hadoop tasks).",
      calls: 3,
      says: /of the \d+ events of a write that failed, close stored \d+/,
      faulty: true,
      build: (store) => () => {
        const file: Row[] = [];
        return guarded((items) => {
          for (const item of items) {
            file.push(copyOf(item));
            store.insert([]);
          }
        }, () => store.insert(file));
      },
    }),
    mutant({
      name: "completes the half of an upload that had gone through",
      models: "CompleteMultipartUpload in a finally: the object has the first parts only (S3).",
      calls: 3,
      says: /of the \d+ events of a write that failed, close stored \d+/,
      faulty: true,
      build: (store) => () => {
        const parts: Row[][] = [];
        return guarded((items) => {
          const half = Math.ceil(items.length / 2);
          parts.push(items.slice(0, half).map(copyOf));
          store.insert([]);
          parts.push(items.slice(half).map(copyOf));
        }, () => store.insert(parts.flat()));
      },
    }),
  ],
  "bridge.errors-surface": [
    mutant({
      name: "catches the errors of its bridge tasks",
      models: "future.add_done_callback(log) where future.result() was needed.",
      calls: 3,
      says: /is not stored.*; a bridge task failed, and its call did not say so/,
      faulty: failing,
      build: (store) => (_config, _worker, _workers, bridge) =>
        guarded((items) =>
          bridge ? bridge.run(() => store.send(items)).catch(() => {}) : store.send(items)
        ),
    }),
    mutant({
      name: "collects its bridge tasks with allSettled",
      models: "asyncio.gather(…, return_exceptions=True) whose result is dropped.",
      calls: 4,
      says: /is not stored.*; a bridge task failed, and its call did not say so/,
      faulty: failing,
      build: (store) => (_config, _worker, _workers, bridge) => {
        const buffer: Row[] = [];
        return guarded((items) => void buffer.push(...items.map(copyOf)), async () => {
          const flush = () => store.send(buffer);
          await (bridge ? Promise.allSettled([bridge.run(flush)]) : flush());
        });
      },
    }),
  ],
  "bridge.cancellable": [
    mutant({
      name: "ignores the signal of its task",
      models:
        "A timeout around a coroutine that shields its request: it goes on behind the caller.",
      calls: 3,
      says: /had not ended when its time had run out and its signal was aborted/,
      faulty: true,
      build: (store) => (_config, _worker, _workers, bridge) =>
        guarded((items) =>
          bridge ? bridge.run(() => store.send(items), { timeout: 50 }) : store.send(items)
        ),
    }),
    mutant({
      name: "inserts again when its time has run out",
      models: "on_timeout=retry within the task: the second attempt hangs as the first one did.",
      calls: 3,
      says: /had not ended when its time had run out and its signal was aborted/,
      faulty: true,
      build: (store) => (_config, _worker, _workers, bridge) =>
        guarded((items) =>
          bridge
            ? bridge.run(async (signal) => {
              const expired = Promise.withResolvers<void>();
              signal.addEventListener("abort", () => expired.resolve());
              await Promise.race([store.send(items), expired.promise]);
              if (signal.aborted) await store.send(items);
            }, { timeout: 50 })
            : store.send(items)
        ),
    }),
  ],
};
