import * as fc from "fast-check";
import { copyOf, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about batches and events, which belong to the caller. */
export const inputMutants: MutantsOf<
  | "write.items-untouched"
  | "write.batch-not-retained"
  | "write.events-copied"
  | "write.split-invariant"
  | "write.durable"
> = {
  "write.items-untouched": [
    mutant({
      name: "takes the rows out of the caller's array",
      models: "items.splice(0): a buffer idiom applied to an array that is lent.",
      calls: 3,
      says: /the write of 1 event to worker 0 changed the batch array/,
      build: (store) => () => guarded((items) => store.insert((items as Row[]).splice(0))),
    }),
    mutant({
      name: "deletes a secret from the events",
      models: "Redaction in place: the branch that needs the member finds it gone.",
      calls: 3,
      says: /the write of 1 event to worker 0 changed an event/,
      build: (store) => () =>
        guarded((items) => {
          store.insert(items);
          for (const item of items) delete (item as { text?: string }).text;
        }),
    }),
    mutant({
      name: "sorts the caller's array",
      models: "items.sort() for locality of the index, in place.",
      calls: 3,
      says: /changed the batch array/,
      build: (store) => () =>
        guarded((items) => {
          store.insert(items);
          (items as Row[]).sort((a, b) => a.id - b.id);
        }),
    }),
    mutant({
      name: "stamps the events with the time of their ingestion",
      models: "Log shippers that add @timestamp to the record they were lent.",
      calls: 3,
      says: /changed an event/,
      build: (store) => () =>
        guarded((items) => {
          store.insert(items);
          for (const item of items) Object.assign(item, { ingested: true });
        }),
    }),
    mutant({
      name: "marks each event while it writes it",
      models: "A visited flag that is set and removed again: a frozen event throws.",
      calls: 3,
      says: /threw TypeError.*with a batch that is not frozen this does not happen/,
      build: (store) => () =>
        guarded((items) => {
          for (const item of items as (Row & { seen?: true })[]) {
            item.seen = true;
            delete item.seen;
          }
          store.insert(items);
        }),
    }),
  ],
  "write.batch-not-retained": [
    mutant<string>({
      name: "buffers the array itself",
      models: "batches.push(items): the engine fills the same list again for the next epoch.",
      calls: 3,
      says: /the sink keeps the array itself/,
      build: (store) => () => {
        const batches: (readonly string[])[] = [];
        return guarded(
          (items) => void batches.push(items),
          () => store.insert(batches.flat()),
        );
      },
      subject: { events: fc.string() },
    }),
    mutant<string>({
      name: "adopts the first array as its buffer",
      models: "this.buffer = items when it is empty, a saving of one copy.",
      calls: 3,
      says: /the sink keeps the array itself/,
      build: (store) => () => {
        let buffer: readonly string[] = [];
        return guarded(
          (items) => void (buffer = buffer.length === 0 ? items : [...buffer, ...items]),
          () => store.insert(buffer),
        );
      },
      subject: { events: fc.string() },
    }),
    mutant<string>({
      name: "keeps a view of the array and cuts it later",
      models: "Lazy iterators over the batch that are drained by the flush.",
      calls: 3,
      says: /the sink keeps the array itself/,
      build: (store) => () => {
        const views: IterableIterator<string>[] = [];
        return guarded(
          (items) => void views.push(items.values()),
          () => views.forEach((view) => store.insert([...view])),
        );
      },
      subject: { events: fc.string() },
    }),
  ],
  "write.events-copied": [
    mutant({
      name: "buffers references",
      models: "Flink with object reuse on: buffered records change under the sink's hands.",
      calls: 3,
      says: /the sink keeps the events themselves/,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded(
          (items) => void buffer.push(...items),
          () => store.insert(buffer.splice(0)),
        );
      },
    }),
    mutant<{ id: number; tags: { name: string } }>({
      name: "copies events but not what they hold",
      models: "{ ...event } of a nested payload: the inner object is still shared.",
      calls: 3,
      says: /the sink keeps the events themselves/,
      build: (store) => () => {
        const buffer: { id: number; tags: { name: string } }[] = [];
        return guarded(
          (items) => void buffer.push(...items.map((item) => ({ ...item }))),
          () => store.insert(structuredClone(buffer.splice(0))),
        );
      },
      subject: {
        events: fc.record({ id: fc.nat(), tags: fc.record({ name: fc.string() }) }),
      },
    }),
  ],
  "write.split-invariant": [
    mutant({
      name: "replaces its file with every batch",
      models: "One call taken for one epoch: the last container of the epoch wins.",
      calls: 4,
      says: /is not stored; as a single batch the same events are stored correctly/,
      build(store) {
        let parts = 0;
        return () => {
          const part = `part-${parts++}`;
          return guarded((items) => {
            if (items.length > 0) store.files.set(part, items.map(copyOf));
          });
        };
      },
    }),
    mutant({
      name: "takes a batch as long as the one before for a retry of it",
      models: "Duplicate requests recognised by their length, for want of a request id.",
      calls: 4,
      says: /is not stored; as a single batch the same events are stored correctly/,
      build: (store) => () => {
        let length = 0;
        return guarded((items) => {
          if (items.length === length) return;
          length = items.length || length;
          store.insert(items);
        });
      },
    }),
    mutant({
      name: "keys its rows by their place in the batch",
      models: "Document ids <task>-<index in batch> that every batch overwrites (bulk loaders).",
      calls: 4,
      says: /is not stored; as a single batch the same events are stored correctly/,
      build: (store) => () => {
        const rows: Row[] = [];
        return guarded((items) => {
          items.forEach((item, place) => rows[place] = copyOf(item));
        }, () => store.insert(rows));
      },
    }),
    mutant({
      name: "commits one batch in two when it comes too soon",
      models: "Rate limiters that drop what comes in the same tick as the request before.",
      calls: 4,
      says: /is not stored; as a single batch the same events are stored correctly/,
      build: (store) => () => {
        let busy = false;
        return guarded((items) => {
          if (items.length === 0) return;
          if (!busy) store.insert(items);
          busy = !busy;
        });
      },
    }),
  ],
  "write.durable": [
    mutant({
      name: "returns before its flush is done",
      models: "A floating promise in the write path: the offset is committed before the data.",
      calls: 3,
      says: /cannot be read after the write of \d+ events? to worker 0 returned/,
      build: (store) => () => {
        const flushes: Promise<void>[] = [];
        return guarded((items) => {
          const rows = items.map(copyOf);
          const later = async () => {
            for (let tick = 0; tick < 8; tick++) await undefined;
            store.insert(rows);
          };
          flushes.push(later());
        }, async () => void await Promise.all(flushes));
      },
      subject: { guarantees: { durable: "on-write" } },
    }),
    mutant({
      name: "buffers although it claims that a write is durable",
      models: "Acknowledgement before commit: at-least-once in name only (log shippers).",
      calls: 3,
      says: /cannot be read after the write of \d+ events? to worker 0 returned/,
      build: (store) => () => {
        const buffer: Row[] = [];
        const flush = () => store.insert(buffer.splice(0));
        return guarded((items) => {
          buffer.push(...items.map(copyOf));
          if (buffer.length >= 10) flush();
        }, flush);
      },
      subject: { guarantees: { durable: "on-write" } },
    }),
  ],
};
