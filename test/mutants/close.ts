import { fileMutants } from "./files.ts";
import { copyOf, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about the close of one partition. */
export const closeMutants: MutantsOf<
  | "close.idempotent"
  | "close.without-write"
  | "close.flushes"
  | "close.quiescent"
  | "close.rejects-later-writes"
> = {
  "close.idempotent": [
    mutant({
      name: "throws when it is closed already",
      models: "IllegalStateException: already closed, from the second of two shutdown paths.",
      calls: 3,
      says: /threw.*; when each partition is closed once this does not happen/,
      build: (store) => () => {
        let closed = false;
        return {
          writeBatch(items) {
            if (closed) throw new Error("closed");
            store.insert(items);
          },
          close() {
            if (closed) throw new Error("already closed");
            closed = true;
          },
        };
      },
    }),
    mutant({
      name: "flushes its buffer again",
      models: "Double close in Kafka Connect tasks: stop() after a failed put() flushes twice.",
      calls: 4,
      says:
        /during a second close the storage went from 1 to 2 events|is stored 2 times; when each/,
      build: (store) => () => {
        const buffer: Row[] = [];
        let closed = false;
        return {
          writeBatch(items) {
            if (closed) throw new Error("closed");
            buffer.push(...items.map(copyOf));
          },
          close() {
            closed = true;
            store.insert(buffer);
          },
        };
      },
    }),
    mutant({
      name: "removes its temporary file, which is the final one by now",
      models: "Clean-up after rename: the path of the temporary file was changed, not its handle.",
      calls: 4,
      says:
        /during a second close 1 of 1 stored events vanished|is not stored; when each partition/,
      build(store) {
        let parts = 0;
        return () => {
          const part = `part-${parts++}`;
          let closed = false;
          return {
            writeBatch(items) {
              if (closed) throw new Error("closed");
              store.append(part, items);
            },
            close() {
              if (closed) store.files.delete(part);
              closed = true;
            },
          };
        };
      },
    }),
    mutant({
      name: "gives back its share of a connection twice",
      models: "A reference count decremented by each close: the pool closes under the others.",
      calls: 6,
      says: /connection is gone; when each partition is closed once this does not happen/,
      build(store) {
        let users = 0;
        return () => {
          users++;
          let closed = false;
          return {
            writeBatch(items) {
              if (closed) throw new Error("closed");
              if (users < 1) throw new Error("connection is gone");
              store.insert(items);
            },
            close() {
              closed = true;
              users--;
            },
          };
        };
      },
    }),
  ],
  "close.without-write": [
    mutant({
      name: "closes the cursor that only a write opens",
      models: "NullPointerException in close(): stop before the first put (Kafka Connect sinks).",
      calls: 2,
      says: /threw.*; when every worker writes something this does not happen/,
      build: (store) => () => {
        let cursor: { end(): void } | undefined;
        return guarded((items) => {
          cursor = { end: () => {} };
          store.insert(items);
        }, () => cursor!.end());
      },
    }),
    mutant({
      name: "writes a footer although there are no rows",
      models: "Parquet and JSON-array writers that finish a file which was never begun.",
      calls: 2,
      says: /nobody wrote.*; when every worker writes something this does not happen/,
      build: (store) => () => {
        let written = false;
        return guarded((items) => {
          written = true;
          store.insert(items);
        }, () => void (written || store.insert([{ id: -1, text: "]" }])));
      },
    }),
    mutant({
      name: "asks for the result of a transaction that was never begun",
      models: "COMMIT with no transaction in progress, raised as an error by strict drivers.",
      calls: 2,
      says: /threw.*; when every worker writes something this does not happen/,
      build: (store) => () => {
        let begun = false;
        const staged: Row[] = [];
        return guarded((items) => {
          begun = true;
          staged.push(...items.map(copyOf));
        }, () => {
          if (!begun) throw new Error("no transaction is in progress");
          store.insert(staged);
        });
      },
    }),
  ],
  "close.flushes": [
    mutant({
      name: "releases without a flush",
      models: "close() that closes the client and forgets the buffer (Flink before FLIP-143).",
      calls: 3,
      says: /followed by many more events it is stored: it was pending, and close dropped it/,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded((items) => {
          buffer.push(...items.map(copyOf));
          if (buffer.length >= 100) store.insert(buffer.splice(0));
        });
      },
    }),
    mutant({
      name: "flushes whole chunks only",
      models: "while (buffer.length >= size) in close as in write: the rest stays behind.",
      calls: 3,
      says: /it was pending, and close dropped it/,
      build: (store) => () => {
        const buffer: Row[] = [];
        const flush = () => {
          while (buffer.length >= 10) store.insert(buffer.splice(0, 10));
        };
        return guarded((items) => {
          buffer.push(...items.map(copyOf));
          flush();
        }, flush);
      },
    }),
    mutant({
      name: "clears its buffer before the flush",
      models: "reset() at the top of close(), which the flush then finds empty.",
      calls: 3,
      says: /it was pending, and close dropped it/,
      build: (store) => () => {
        let buffer: Row[] = [];
        const flush = () => store.insert(buffer.splice(0));
        return guarded((items) => {
          buffer.push(...items.map(copyOf));
          if (buffer.length > 50) flush();
        }, () => {
          buffer = [];
          flush();
        });
      },
    }),
  ],
  "close.quiescent": [
    mutant({
      name: "leaves a flush timer running",
      models: "Log shippers whose interval flush fires once more after close.",
      calls: 3,
      says: /after the last close had settled the storage went from 0 to 1 events/,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded((items) => {
          if (items.length === 0) return;
          buffer.push(...items.map(copyOf));
          const timer = setTimeout(() => store.insert(buffer.splice(0)), 1);
          store.handles.add({ [Symbol.dispose]: () => clearTimeout(timer) });
        });
      },
    }),
    mutant({
      name: "does not await its last flush",
      models: "A floating promise: producer.flush() without await before producer.close().",
      calls: 3,
      says: /after the last close had settled the storage went from 0 to 1 events/,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded((items) => void buffer.push(...items.map(copyOf)), async () => {
          const insert = async () => {
            await new Promise((done) => setTimeout(done));
            store.insert(buffer.splice(0));
          };
          void insert();
          await undefined;
        });
      },
    }),
    mutant({
      name: "goes on compacting its files",
      models: "A background merge started by close that rewrites the order of rows (LSM stores).",
      calls: 3,
      says: /after the last close had settled 1 of 1 stored events vanished/,
      build: (store) => () => {
        let rows = 0;
        return guarded((items) => {
          rows += items.length;
          store.insert(items);
        }, () => {
          const timer = setTimeout(() => store.table.splice(0, rows), 1);
          store.handles.add({ [Symbol.dispose]: () => clearTimeout(timer) });
        });
      },
    }),
    // Where the host lists no open files they are not told from sound ones.
    ...(Deno.build.os === "linux" ? fileMutants : []),
  ],
  "close.rejects-later-writes": [
    mutant({
      name: "takes events into a buffer that nobody flushes any more",
      models: "add() after close() accepted by a batching client and lost (BigQuery writers).",
      calls: 3,
      says: /is not stored.*; when it is written before close this does not happen/,
      build: (store) => () => {
        const buffer: Row[] = [];
        return {
          writeBatch: (items) => void buffer.push(...items.map(copyOf)),
          close: () => store.insert(buffer.splice(0)) ?? void (buffer.push = () => 0),
        };
      },
    }),
    mutant({
      name: "ignores what is written after close",
      models: "if (closed) return: a guard against crashes that hides the loss.",
      calls: 3,
      says: /is not stored.*; when it is written before close this does not happen/,
      build: (store) => () => {
        let closed = false;
        return {
          writeBatch: (items) => closed ? undefined : store.insert(items),
          close: () => void (closed = true),
        };
      },
    }),
  ],
};
