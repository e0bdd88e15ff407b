import type { Subject } from "@watertight/sinks/conformance";
import { buffering, faultyRows, type Row, rowsSubject, sound } from "../rows.ts";

/** A sound partition with some calls exchanged. */
type Calls = ReturnType<typeof sound>;

function changed(change: (calls: Calls, rows: Row[]) => Partial<Calls>): Subject<Row> {
  return rowsSubject((it) => {
    const partition = sound(it);
    return { ...partition, ...change(partition, it.rows) };
  });
}

/** Loses the last event of a batch above a limit. */
export const lossy: Subject<Row> = changed(({ writeBatch }) => ({
  writeBatch: (items) => writeBatch(items.slice(0, 100)),
}));

/** Alters what is longer than a column. */
export const truncating: Subject<Row> = changed(({ writeBatch }) => ({
  writeBatch: (items) => writeBatch(items.map((it) => ({ ...it, text: it.text.slice(0, 5) }))),
}));

/** Refuses a second close. */
export const closingOnce: Subject<Row> = changed(({ close }) => {
  let closed = false;
  return {
    close() {
      if (closed) throw new Error("already closed");
      closed = true;
      return close();
    },
  };
});

/** Takes writes after its close, and loses them: a SHOULD. */
export const lenient: Subject<Row> = rowsSubject(({ rows }) => {
  let closed = false;
  return {
    writeBatch: (items) => void (closed || rows.push(...structuredClone(items))),
    close: () => void (closed = true),
  };
});

/** Keeps the events it was given until its close. */
export const retaining: Subject<Row> = rowsSubject(({ rows }) => {
  const pending: Row[] = [];
  const { close } = buffering({ rows });
  let closed = false;
  return {
    writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      pending.push(...items);
    },
    close() {
      closed = true;
      rows.push(...pending.splice(0));
      return close();
    },
  };
});

/** Empties the storage with every build. */
export const truncatingStorage: Subject<Row> = rowsSubject((it) => {
  it.rows.length = 0;
  return sound(it);
});

/** Loses an update when another worker's write comes between its read and its write. */
export const racing: Subject<Row> = (() => {
  const subject = rowsSubject();
  return {
    ...subject,
    open() {
      let rows: Row[] = [];
      const fixture = rowsSubject(() => {
        let closed = false;
        return {
          async writeBatch(items: readonly Row[]) {
            if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
            const before = rows;
            await undefined;
            rows = [...before, ...structuredClone(items)];
          },
          close: () => void (closed = true),
        };
      }).open();
      return { ...fixture, read: () => rows } as Awaited<ReturnType<Subject<Row>["open"]>>;
    },
  };
})();

/** Swallows what the storage refuses. */
export const swallowing: Subject<Row> = faultyRows({}, (storage) => {
  let closed = false;
  return {
    writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      try {
        storage.insert(items);
      } catch {
        // Here is the bug.
      }
    },
    close: () => void (closed = true),
  };
});

/** Stores a little later than it says. */
export const late: Subject<Row> = changed(({ writeBatch }, rows) => ({
  async writeBatch(items) {
    const kept = rows.length;
    await writeBatch(items);
    const written = rows.splice(kept);
    setTimeout(() => rows.push(...written), 1);
  },
}));
