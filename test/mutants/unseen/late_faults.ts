import { copyOf, failing, guarded, type Row, type Store, unforgiving } from "../mutant.ts";
import { connect, counted, staging, type Unseen, unseen } from "./unseen.ts";

/** Unseen mutants that only a failure late in a call shows, or one that lasts, or one that comes twice. */
export const unseenLateFaults: readonly Unseen[] = [
  unseen("fault.no-duplicates", {
    name: "repeats its whole request after a handshake of six",
    models: "A retry around connect, authenticate, open and insert of a client that reconnects.",
    calls: 3,
    says: /is stored 2 times; without the failure, whose outcome was unclear, this does not happen/,
    faulty: failing,
    build: (store) => () =>
      guarded(async (items) => {
        const request = async () => {
          for (let greeting = 0; greeting < 6; greeting++) await store.send([]);
          await store.send(items);
        };
        await request().catch(request);
      }),
    subject: { guarantees: { delivery: "exactly-once" } },
  }),
  unseen("fault.no-duplicates", {
    name: "asks for a new producer id once two attempts have failed",
    models: "Sequence numbers of an idempotent producer, which a broker knows by producer (Kafka).",
    calls: 3,
    says: /is stored 2 times; without the failure, whose outcome was unclear, this does not happen/,
    faulty: failing,
    build: (store) => () =>
      guarded((items) => {
        const before = store.table.length;
        for (let attempt = 0; attempt < 2; attempt++) {
          try {
            // What came in the first time is known by its number.
            return store.insert(store.table.length > before ? [] : items);
          } catch {
            // Once more.
          }
        }
        store.insert([]);
        store.insert(items);
      }),
    subject: { guarantees: { delivery: "exactly-once" } },
  }),
  unseen("fault.surfaces", {
    name: "halves a batch that is refused, and a half that is refused by another number",
    models: "Bulk requests split until they are small enough, with an index rounded two ways.",
    calls: 3,
    says: /is not stored.*; the storage failed during that write, and the write did not say so/,
    faulty: failing,
    build: (store) => () => {
      const send = async (items: readonly Row[], depth: number): Promise<void> => {
        try {
          await store.send(items);
        } catch (error) {
          if (depth === 3) throw error;
          const half = depth === 0 ? Math.ceil(items.length / 2) : items.length >> 1;
          await send(items.slice(0, half), depth + 1);
          await send(items.slice(half, depth === 0 ? items.length : half * 2), depth + 1);
        }
      };
      return guarded((items) => send(items.map(copyOf), 0));
    },
  }),
  unseen("fault.surfaces", {
    name: "connects to a replica when its primary has refused twice",
    models: "A list of hosts tried in turn, of which the last one takes writes and keeps none.",
    calls: 3,
    says: /is not stored.*; the storage failed during the build, and the build did not say so/,
    faulty: failing,
    build: (store) => async () => {
      const connected = () => store.send([]).then(() => true);
      const primary = await connected().catch(connected).catch(() => false);
      if (!primary) await store.send([]);
      return guarded((items) => store.send(primary ? items : []));
    },
  }),
  unseen("close.reports-failed-flush", {
    name: "puts what it cannot flush twice into a spool that nobody ships",
    models: "A fallback file of a log appender, which no process ever picks up.",
    calls: 3,
    says: /is not stored.*; the storage failed during that close, and the close did not say so/,
    faulty: failing,
    build: (store) => () => {
      const buffer: Row[] = [];
      return staging((items) => void buffer.push(...items.map(copyOf)), async () => {
        if (buffer.length === 0) return;
        const flush = () => store.send(buffer);
        await flush().catch(flush).catch(() => store.send([]));
        buffer.length = 0;
      });
    },
  }),
  unseen("fault.atomic-batch", {
    name: "renames its file all the same when it cannot truncate it",
    models: "Best-effort truncation to the last good length before a staged file is published.",
    calls: 3,
    says: /events of a batch that failed are stored/,
    faulty: failing,
    build: (store) => () => {
      const file: Row[] = [];
      let good = 0;
      return staging(async (items) => {
        for (let from = 0; from < items.length; from += 2) {
          await store.send([]);
          file.push(...items.slice(from, from + 2).map(copyOf));
        }
        good = file.length;
      }, async () => {
        if (good < file.length) {
          await store.send([]).then(() => void (file.length = good), () => {});
        }
        if (file.length > 0) await store.send(file);
        file.length = good = 0;
      });
    },
    subject: { guarantees: { atomicBatches: true } },
  }),
  unseen("close.after-failed-write", {
    name: "rolls back what it has begun, and throws when that fails too",
    models: "ROLLBACK in close() on a connection that broke in the middle of the transaction.",
    calls: 3,
    says: /threw.*; the storage had failed during another call of that partition/,
    faulty: failing,
    build: (store) => () => {
      const { write, rollBack } = transactionsOn(store);
      return unforgiving(write, rollBack);
    },
  }),
  unseen("close.releases", {
    name: "keeps its connection when it cannot roll back",
    models: "rollback(); connection.release(); in a try whose catch only logs.",
    calls: 3,
    says: /after every partition was closed \d+ resource more is open than before the first build/,
    faulty: failing,
    build: (store) => () => {
      const connection = connect(store);
      const { write, rollBack } = transactionsOn(store);
      return guarded(write, async () => {
        await rollBack();
        connection[Symbol.dispose]();
      });
    },
    fixture: counted,
  }),
  unseen("close.no-success-marker", {
    name: "writes its file under its final name, and leaves it torn when its close fails",
    models: "A columnar file without its footer where readers look for whole ones (Parquet).",
    calls: 3,
    says:
      /the storage cannot be read any more.*; the storage had failed during a close, which said/,
    faulty: failing,
    build(store) {
      let files = 0;
      return () => {
        const [name, buffer] = [`rows-${files++}`, [] as Row[]];
        return staging((items) => void buffer.push(...items.map(copyOf)), async () => {
          if (buffer.length === 0) return;
          store.files.set(name, []);
          await store.append(name, [...buffer, footer]);
          buffer.length = 0;
        });
      };
    },
    fixture: (store) => ({
      read: () =>
        [...store.files.values()].flatMap((rows) => {
          if (rows.at(-1)?.id !== footer.id) throw new SyntaxError("the file has no footer");
          return rows.slice(0, -1);
        }),
    }),
  }),
];

/** The end of a file that is whole. */
const footer: Row = { id: -1, text: "footer" };

/** Writes a batch between a request that begins and one that commits; what has begun can be rolled back. */
function transactionsOn(store: Store<Row>) {
  let begun = false;
  return {
    async write(items: readonly Row[]): Promise<void> {
      await store.send([]);
      begun = true;
      await store.send(items);
      begun = false;
    },
    async rollBack(): Promise<void> {
      if (begun) await store.send([]);
    },
  };
}
