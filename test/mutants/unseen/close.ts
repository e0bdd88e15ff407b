import { copyOf, guarded, type Row } from "../mutant.ts";
import { connect, counted, type Unseen, unseen } from "./unseen.ts";

/** Unseen mutants of the rules about a close on the clean path. */
export const unseenCloses: readonly Unseen[] = [
  unseen("close.idempotent", {
    name: "completes its upload again",
    models: "NoSuchUpload from the second CompleteMultipartUpload (S3).",
    calls: 4,
    says: /threw.*; when each partition is closed once this does not happen/,
    build: (store) => () => {
      const parts: Row[][] = [];
      let closed = false;
      return {
        writeBatch(items) {
          if (closed) throw new Error("Cannot write as the upload must be open: it is completed");
          if (items.length > 0) parts.push(items.map(copyOf));
        },
        close() {
          if (closed && parts.length > 0) throw new Error("NoSuchUpload");
          if (!closed) store.insert(parts.flat());
          closed = true;
        },
      };
    },
  }),
  unseen("close.idempotent", {
    name: "goes back to its last checkpoint when it is closed again",
    models: "A recovery that runs whenever close finds the log unlocked, as after a clean close.",
    calls: 4,
    says: /is not stored.*; when each partition is closed once this does not happen/,
    build(store) {
      let logs = 0;
      return () => {
        const log: Row[] = [];
        store.files.set(`log-${logs++}`, log);
        let [checkpoint, closed] = [0, false];
        return {
          writeBatch(items) {
            if (closed) throw new Error("Cannot write as the log must be open: it is closed");
            log.push(...items.map(copyOf));
            if (log.length - checkpoint >= 10) checkpoint = log.length;
          },
          close() {
            if (closed) log.length = checkpoint;
            closed = true;
          },
        };
      };
    },
  }),
  unseen("close.without-write", {
    name: "completes an upload without parts",
    models: "MalformedXML: you must specify at least one part (S3), when a task was idle.",
    calls: 2,
    says: /threw.*; when every worker writes something this does not happen/,
    build: (store) => () => {
      const parts: Row[][] = [];
      return guarded((items) => void parts.push(items.map(copyOf)), () => {
        if (parts.length === 0) throw new Error("you must specify at least one part");
        store.insert(parts.flat());
      });
    },
  }),
  unseen("close.flushes", {
    name: "flushes in close when more than one row is pending",
    models: "length > 1 for length > 0: the single row that is left is the one nobody tests.",
    calls: 3,
    says: /is not stored.*; followed by many more events it is stored: it was pending, and close/,
    build: (store) => () => {
      const buffer: Row[] = [];
      return guarded((items) => {
        buffer.push(...items.map(copyOf));
        if (buffer.length >= 16) store.insert(buffer.splice(0));
      }, () => {
        if (buffer.length > 1) store.insert(buffer);
      });
    },
  }),
  unseen("close.flushes", {
    name: "forgets the sealed buffer, and flushes the active one",
    models: "Memtables that were sealed and wait for the flush thread when the store closes (LSM).",
    calls: 3,
    says: /is not stored.*; followed by many more events it is stored: it was pending, and close/,
    build: (store) => () => {
      let [sealed, active]: [Row[], Row[]] = [[], []];
      return guarded((items) => {
        active.push(...items.map(copyOf));
        if (active.length < 8) return;
        store.insert(sealed);
        [sealed, active] = [active, []];
      }, () => store.insert(active));
    },
  }),
  unseen("close.any-order", {
    name: "releases its savepoint, and all that were made after it",
    models: "RELEASE SAVEPOINT on a shared connection destroys the later ones too (SQL).",
    calls: 5,
    says: /is not stored.*; when the workers close in another order this does not happen/,
    build(store) {
      const savepoints: Row[][] = [];
      return () => {
        const own: Row[] = [];
        savepoints.push(own);
        return guarded((items) => void own.push(...items.map(copyOf)), () => {
          const place = savepoints.indexOf(own);
          if (place < 0) return;
          savepoints.length = place;
          store.insert(own);
        });
      };
    },
  }),
  unseen("close.releases", {
    name: "takes a new connection after every eight writes, and ends the last one",
    models: "Connections rotated by age or use without a close of the one before.",
    calls: 11,
    says: /after every partition was closed \d+ resource more is open than before the first build/,
    build: (store) => () => {
      let connection = connect(store);
      let writes = 0;
      return guarded((items) => {
        if (writes > 0 && writes % 8 === 0) connection = connect(store);
        writes++;
        store.insert(items);
      }, () => connection[Symbol.dispose]());
    },
    fixture: counted,
  }),
  unseen("close.rejects-later-writes", {
    name: "empties its table when it is written to after its close",
    models: "A rollback on every error, also on the one that says that the sink is closed.",
    calls: 4,
    says: /is not stored.*; when it is written before close this does not happen/,
    build(store) {
      let tables = 0;
      return () => {
        const table: Row[] = [];
        store.files.set(`table-${tables++}`, table);
        let closed = false;
        return {
          writeBatch(items) {
            if (closed) {
              table.length = 0;
              throw new Error("Cannot write as the partition must be open: it is closed");
            }
            table.push(...items.map(copyOf));
          },
          close: () => void (closed = true),
        };
      };
    },
  }),
  unseen("close.rejects-later-writes", {
    name: "refuses a write after its close when it has stored it",
    models: "A state check in the acknowledgement of a request instead of before it.",
    calls: 3,
    says: /is stored.*; when it is written before close this does not happen/,
    build: (store) => () => {
      let closed = false;
      return {
        writeBatch(items) {
          store.insert(items);
          if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
        },
        close: () => void (closed = true),
      };
    },
  }),
];
