import { copyOf, guarded, type Row } from "../mutant.ts";
import { keyedBy, pass, type Unseen, unseen, upsert } from "./unseen.ts";

/** Unseen mutants of keyed tables. */
export const unseenKeyed: readonly Unseen[] = [
  unseen("write.last-wins", {
    name: "keeps the first of the events of a key within a batch",
    models: "ON CONFLICT cannot affect a row twice, so a batch is deduplicated: by the wrong end.",
    calls: 3,
    says: /event \d+, written to worker \d+, is stored although a later one has its key/,
    build: (store) => () =>
      guarded((items) => {
        const batch = new Map<number, Row>();
        for (const item of items) if (!batch.has(item.id)) batch.set(item.id, item);
        batch.forEach((row) => upsert(store.table, row));
      }),
    subject: keyedBy(10),
  }),
  unseen("write.last-wins", {
    name: "keeps the greater text of a key",
    models: "Last write wins by a version column that is compared as text, and is no version.",
    calls: 3,
    says: /event \d+, written to worker \d+, is stored although a later one has its key/,
    build: (store) => () =>
      guarded((items) => {
        for (const item of items) {
          const old = store.table.find(({ id }) => id === item.id);
          if (!old || old.text <= item.text) upsert(store.table, item);
        }
      }),
    subject: keyedBy(10),
  }),
  unseen("write.last-wins", {
    name: "lets a small batch wait while a large one passes",
    models: "A bypass of the buffer: what was pending overwrites what is newer at the flush.",
    calls: 4,
    says: /event \d+, written to worker \d+, is stored although a later one has its key/,
    build: (store) => () => {
      const pending: Row[] = [];
      return guarded((items) => {
        if (items.length > 2) items.forEach((item) => upsert(store.table, item));
        else pending.push(...items.map(copyOf));
      }, () => pending.forEach((row) => upsert(store.table, row)));
    },
    subject: keyedBy(10),
  }),
  unseen("write.last-wins", {
    name: "updates the keys of a batch side by side",
    models: "mergeMap over single updates: two of one key race, and the shorter one is first.",
    calls: 3,
    says: /event \d+, written to worker \d+, is stored although a later one has its key/,
    build: (store) => () =>
      guarded(async (items) => {
        await Promise.all(items.map(async (item) => {
          await pass(item.text.length);
          upsert(store.table, item);
        }));
      }),
    subject: keyedBy(10),
  }),
  unseen("write.last-wins", {
    name: "takes a row of the same size for unchanged",
    models: "rsync's quick check by size: an update that changes no length is skipped.",
    calls: 3,
    says: /event \d+, written to worker \d+, is stored although a later one has its key/,
    build: (store) => () =>
      guarded((items) => {
        for (const item of items) {
          const old = store.table.find(({ id }) => id === item.id);
          if (old?.text.length !== item.text.length) upsert(store.table, item);
        }
      }),
    subject: keyedBy(4),
  }),
  unseen("write.stored", {
    name: "upserts chunks of 64 rows, and 63 of them",
    models: "A chunk boundary that is off by one, in a sink whose keys hide half of the losses.",
    calls: 3,
    // Where the row that was dropped has an older one of its key, that is what shows.
    also: ["write.last-wins"],
    says: /event \d+, written to worker \d+, is not stored/,
    build: (store) => () =>
      guarded((items) => {
        for (let from = 0; from < items.length; from += 64) {
          items.slice(from, from + 63).forEach((item) => upsert(store.table, item));
        }
      }),
    subject: keyedBy(100_000),
  }),
  unseen("write.stored", {
    name: "takes keys for one that agree in their last ten bits",
    models: "A hash index without a comparison of the keys themselves.",
    calls: 3,
    says: /event \d+, written to worker \d+, is not stored/,
    build(store) {
      const index = new Map<number, number>();
      return () =>
        guarded((items) => {
          for (const item of items) {
            const place = index.get(item.id % 1024) ?? store.table.length;
            index.set(item.id % 1024, place);
            store.table[place] = copyOf(item);
          }
        });
    },
    subject: keyedBy(100_000),
  }),
];
