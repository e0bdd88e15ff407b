import { within } from "../../zoo/sound.ts";
import { copyOf, guarded, type Row, unforgiving } from "../mutant.ts";
import { connect, counted, staging, type Unseen, unseen } from "./unseen.ts";

/** What an owner can do with a manager that it lends. */
interface Owner {
  dispose?(): void;
}

/** Unseen mutants of the rules about a close, or a write, while the storage fails. */
export const unseenFailedCloses: readonly Unseen[] = [
  unseen("close.after-failed-write", {
    name: "closes its stream after the stream has failed",
    models: "writer.close() of an errored WritableStream rejects with the error of the write.",
    calls: 3,
    says: /threw.*; the storage had failed during another call of that partition/,
    faulty: true,
    build: (store) => () => {
      const writer = new WritableStream<readonly Row[]>({ write: (rows) => store.send(rows) })
        .getWriter();
      writer.closed.catch(() => {}); // The write that failed tells.
      return unforgiving(
        (items) => within(20, writer.write(items.map(copyOf))),
        () => within(20, writer.close()),
      );
    },
  }),
  unseen("close.after-failed-write", {
    name: "aborts an upload that failed, and throws when that fails too",
    models: "AbortMultipartUpload in close() while the bucket is away.",
    calls: 3,
    says: /threw.*; the storage had failed during another call of that partition/,
    faulty: true,
    build: (store) => () => {
      let begun = false;
      return unforgiving((items) => {
        begun = true;
        for (let part = 0; part * 10 < items.length; part++) store.insert([]);
        store.insert(items);
        begun = false;
      }, () => {
        if (begun) store.insert([]);
      });
    },
  }),
  unseen("close.reports-failed-flush", {
    name: "swallows the error of the last chunk of its close",
    models: "A chunk loop that looks at the error of a chunk when it sends the next one.",
    calls: 3,
    says: /is not stored.*; the storage failed during that close, and the close did not say so/,
    faulty: true,
    build: (store) => () => {
      const buffer: Row[] = [];
      return staging((items) => void buffer.push(...items.map(copyOf)), () => {
        while (buffer.length > 0) {
          try {
            store.insert(buffer.slice(0, 10));
          } catch (error) {
            if (buffer.length > 10) throw error;
          }
          buffer.splice(0, 10);
        }
      });
    },
  }),
  unseen("close.honest-after-failure", {
    name: "takes its mark off before the flush of its close",
    models: "dirty = false on the way into flush(): the second attempt finds nothing to do.",
    calls: 4,
    says: /is not stored.*; its close failed, and a second close then succeeded/,
    faulty: true,
    build: (store) => () => {
      const buffer: Row[] = [];
      let dirty = false;
      return staging((items) => {
        dirty = true;
        buffer.push(...items.map(copyOf));
      }, () => {
        if (!dirty) return;
        dirty = false;
        store.insert(buffer);
      });
    },
  }),
  unseen("close.releases", {
    name: "keeps its connection when a write has failed on it",
    models: "A connection held back for a retry that a closed sink never makes.",
    calls: 3,
    says: /after every partition was closed \d+ resource more is open than before the first build/,
    faulty: true,
    build: (store) => () => {
      const connection = connect(store);
      let failed = false;
      return guarded((items) => {
        failed = true;
        store.insert(items);
        failed = false;
      }, () => {
        if (!failed) connection[Symbol.dispose]();
      });
    },
    fixture: counted,
  }),
  unseen("close.releases", {
    name: "ends its connection when its last flush was a success",
    models: "flush(); connection.end(); without a finally.",
    calls: 3,
    says: /after every partition was closed \d+ resource more is open than before the first build/,
    faulty: true,
    build: (store) => () => {
      const connection = connect(store);
      const buffer: Row[] = [];
      return staging((items) => void buffer.push(...items.map(copyOf)), () => {
        if (buffer.length > 0) store.insert(buffer);
        buffer.length = 0;
        connection[Symbol.dispose]();
      });
    },
    fixture: counted,
  }),
  unseen("close.bounded", {
    name: "bounds its last flush, and waits for the commit of it as long as it takes",
    models: "A timeout on the upload alone: the commit that follows has none.",
    calls: 3,
    says: /while the storage hung the close did not settle: it did only once the storage was back/,
    faulty: true,
    build: (store) => () => {
      const buffer: Row[] = [];
      return staging((items) => void buffer.push(...items.map(copyOf)), async () => {
        if (buffer.length === 0) return;
        await within(20, store.send(buffer));
        buffer.length = 0;
        await store.send([]);
      });
    },
  }),
  unseen<Row>("close.shared-resources", {
    name: "disposes the session manager when a write has failed",
    models: "engine.dispose() to be rid of a broken pool that other sinks use too (SQLAlchemy).",
    calls: 3,
    says: /a partition called sessionManager\.dispose, which belongs to its owner/,
    faulty: true,
    build: (store) => (_config, _worker, _workers, _bridge, manager) => {
      let failed = false;
      return guarded((items) => {
        failed = true;
        store.insert(items);
        failed = false;
      }, () => {
        if (failed) (manager as Owner | undefined)?.dispose?.();
      });
    },
    fixture: () => ({ sessionManager: { dispose: () => {} } }),
  }),
  unseen("close.no-success-marker", {
    name: "publishes the parts of a batch that were there before the failure",
    models: "A manifest written in close that lists each part as soon as it was uploaded.",
    calls: 3,
    says: /the storage failed during that write$/,
    faulty: true,
    build: (store) => () => {
      const manifest: Row[] = [];
      return staging((items) => {
        for (let from = 0; from < items.length; from += 2) {
          store.insert([]);
          manifest.push(...items.slice(from, from + 2).map(copyOf));
        }
      }, () => {
        if (manifest.length > 0) store.insert(manifest);
        manifest.length = 0;
      });
    },
  }),
  unseen("write.bounded", {
    name: "waits for its connection as long as it takes",
    models: "A request timeout, and none for the connection that the first request opens.",
    calls: 3,
    says: /while the storage hung the write did not settle: it did only once the storage was back/,
    faulty: true,
    build: (store) => () => {
      let connected = false;
      return guarded(async (items) => {
        if (!connected) await store.send([]);
        connected = true;
        await within(20, store.send(items));
      });
    },
  }),
  unseen("write.bounded", {
    name: "sends again whenever its time has run out",
    models: "Infinite retries with a bound for each: only an answer ends them.",
    calls: 3,
    says: /while the storage hung the write did not settle: it did only once the storage was back/,
    faulty: true,
    build: (store) => () =>
      guarded(async (items) => {
        let over = false;
        store.handles.add({ [Symbol.dispose]: () => void (over = true) });
        while (!over) {
          try {
            return await within(5, store.send(items));
          } catch (error) {
            if (!(error as Error).message.startsWith("Cannot wait")) throw error;
          }
        }
      }),
  }),
  unseen("write.bounded", {
    name: "bounds its request, and not the commit that follows",
    models: "statement_timeout covers statements; a COMMIT that waits for a replica has no bound.",
    calls: 3,
    says: /while the storage hung the write did not settle: it did only once the storage was back/,
    faulty: true,
    build: (store) => () =>
      guarded(async (items) => {
        await within(20, store.send(items));
        if (items.length > 0) await store.send([]);
      }),
  }),
];
