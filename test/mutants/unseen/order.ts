import { copyOf, guarded, type Row } from "../mutant.ts";
import { pass, type Unseen, unseen } from "./unseen.ts";

/** Runs a task for every item, so many at a time. */
async function mergeMap<T>(items: readonly T[], lanes: number, task: (item: T) => Promise<void>) {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await task(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** The values of a map in the order of its keys, as text. */
function sorted<T>(parts: ReadonlyMap<string, T>): T[] {
  return [...parts].toSorted(([a], [b]) => a < b ? -1 : 1).map(([, value]) => value);
}

/** Unseen mutants of the rules about order. */
export const unseenOrders: readonly Unseen[] = [
  unseen("order.within-batch", {
    name: "has four requests in flight within a batch",
    models: "mergeMap(insert, 4) where concatMap was needed: a short request overtakes a long one.",
    calls: 3,
    says: /event \d+ stands before event \d+, which worker \d+ was given earlier in the same batch/,
    build: (store) => () =>
      guarded((items) =>
        mergeMap(items, 4, async (item) => {
          await pass(item.text.length);
          store.insert([item]);
        })
      ),
  }),
  unseen("order.within-batch", {
    name: "commits the chunks of a large batch in the order of their names",
    models: "chunk-10 before chunk-2: block lists sorted as text (Azure block blobs).",
    calls: 3,
    says: /event \d+ stands before event \d+, which worker \d+ was given earlier in the same batch/,
    build: (store) => () =>
      guarded((items) => {
        const chunks = new Map<string, readonly Row[]>();
        for (let chunk = 0; chunk * 50 < items.length; chunk++) {
          chunks.set(`chunk-${chunk}`, items.slice(chunk * 50, chunk * 50 + 50));
        }
        store.insert(sorted(chunks).flat());
      }),
  }),
  unseen("order.across-batches", {
    name: "completes its upload in the order of the names of its parts",
    models: "part-10 before part-2: a listing of the bucket taken for the list of parts (S3).",
    calls: 12,
    says: /event \d+ stands before event \d+, which worker \d+ was given earlier/,
    build: (store) => () => {
      const parts = new Map<string, readonly Row[]>();
      return guarded(
        (items) => void parts.set(`part-${parts.size + 1}`, items.map(copyOf)),
        () => store.insert(sorted(parts).flat()),
      );
    },
  }),
  unseen("order.across-batches", {
    name: "deals its batches to two connections, and flushes one after the other",
    models: "Round robin over the connections of a pool, each with a buffer of its own.",
    calls: 5,
    says: /event \d+ stands before event \d+, which worker \d+ was given earlier/,
    build: (store) => () => {
      const buffers: [Row[], Row[]] = [[], []];
      let writes = 0;
      return guarded(
        (items) => void buffers[writes++ % 2]!.push(...items.map(copyOf)),
        () => store.insert(buffers.flat()),
      );
    },
  }),
  unseen("order.across-batches", {
    name: "puts every second full buffer before the first",
    models: "Two level-0 files merged newest first (LSM stores).",
    calls: 5,
    says: /event \d+ stands before event \d+, which worker \d+ was given earlier/,
    build(store) {
      let partitions = 0;
      return () => {
        const rows: Row[] = [];
        store.files.set(String(partitions++), rows);
        const buffer: Row[] = [];
        let flushes = 0;
        return guarded((items) => {
          buffer.push(...items.map(copyOf));
          if (buffer.length < 100) return;
          if (++flushes % 2 === 0) rows.unshift(...buffer.splice(0));
          else rows.push(...buffer.splice(0));
        }, () => void rows.push(...buffer.splice(0)));
      };
    },
  }),
];
