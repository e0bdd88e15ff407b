import { copyOf, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about what a write stores, faithful in the value of each event. */
export const writeMutants: MutantsOf<
  "write.accepts" | "write.stored" | "write.once" | "write.nothing-extra" | "write.empty-batch"
> = {
  "write.accepts": [
    mutant({
      name: "refuses batches with more parameters than the database takes",
      models: "SQLite's limit of 999 bound parameters, met by the first batch of 500 rows.",
      calls: 3,
      says: /the write of \d+ events to worker 0 threw Error: too many SQL variables/,
      build: (store) => () =>
        guarded((items) => {
          if (items.length * 2 > 999) throw new Error("too many SQL variables");
          store.insert(items);
        }),
    }),
    mutant({
      name: "refuses text that is longer than its column",
      models: "value too long for type character varying(5): a table made from a sample.",
      calls: 3,
      says: /threw Error: value too long/,
      build: (store) => () =>
        guarded((items) => {
          if (items.some(({ text }) => text.length > 5)) throw new Error("value too long");
          store.insert(items);
        }),
    }),
  ],
  "write.stored": [
    mutant({
      name: "loses the row at each chunk boundary",
      models: "Chunks cut with slice(i, i + 99) while i goes up by a hundred.",
      calls: 3,
      says: /event 99, written to worker 0, is not stored/,
      build: (store) => () =>
        guarded((items) => {
          for (let from = 0; from < items.length; from += 100) {
            store.insert(items.slice(from, from + 99));
          }
        }),
    }),
    mutant({
      name: "drops rows that look empty",
      models: 'if (!row.text) continue: a filter for nulls that takes "" for one.',
      calls: 3,
      says: /event \d+, written to worker 0, is not stored/,
      build: (store) => () =>
        guarded((items) => store.insert(items.filter(({ text }) => text !== ""))),
    }),
    mutant({
      name: "takes the first hundred rows of a batch and reports success",
      models: "Bulk APIs with a page limit whose partial answer nobody reads (Elasticsearch bulk).",
      calls: 3,
      says: /event 100, written to worker 0, is not stored/,
      build: (store) => () => guarded((items) => store.insert(items.slice(0, 100))),
    }),
    mutant({
      name: "skips a row whose key it has seen in this batch",
      models: "Deduplication by a truncated hash that takes different rows for one.",
      calls: 3,
      says: /is not stored/,
      build: (store) => () =>
        guarded((items) => {
          const seen = new Set<number>();
          for (const item of items) {
            if (seen.has(item.id % 64)) continue;
            seen.add(item.id % 64);
            store.insert([item]);
          }
        }),
    }),
    mutant({
      name: "keeps the rows of a batch up to the first bad one",
      models: "A loop with return where continue was meant, for rows of unusual text.",
      calls: 3,
      says: /is not stored/,
      build: (store) => () =>
        guarded((items) => {
          for (const item of items) {
            if (item.text.includes("'") || item.text.includes("\\")) return;
            store.insert([item]);
          }
        }),
    }),
  ],
  "write.once": [
    mutant({
      name: "flushes windows that overlap by one",
      models: "slice(from, to + 1): the last row of a chunk is also the first of the next.",
      calls: 3,
      says: /is stored 2 times/,
      build: (store) => () =>
        guarded((items) => {
          for (let from = 0; from < items.length; from += 100) {
            store.insert(items.slice(from, from + 101));
          }
        }),
    }),
    mutant({
      name: "flushes in close what every write has stored",
      models: "A buffer kept for retries and never emptied after success.",
      calls: 3,
      says: /event 0, written to worker 0, is stored 2 times/,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded((items) => {
          buffer.push(...items.map(copyOf));
          store.insert(items);
        }, () => store.insert(buffer));
      },
    }),
    mutant({
      name: "sends large batches again because their acknowledgement takes long",
      models: "A client timeout below the time a large request needs (Kafka Connect, InfluxDB).",
      calls: 3,
      says: /is stored 2 times/,
      build: (store) => () =>
        guarded((items) => {
          store.insert(items);
          if (items.length > 200) store.insert(items);
        }),
    }),
  ],
  "write.nothing-extra": [
    mutant({
      name: "writes a header before its first row",
      models: "CSV sinks that write the header through the same path as the rows.",
      calls: 3,
      says: /the storage holds a value that nobody wrote/,
      build: (store) => () => {
        let header = false;
        return guarded((items) => {
          if (!header && items.length > 0) store.insert([{ id: "id", text: "text" } as never]);
          header ||= items.length > 0;
          store.insert(items);
        });
      },
    }),
    mutant({
      name: "pads its last chunk",
      models: "Fixed-size batches whose unused slots are sent as default rows (columnar clients).",
      calls: 3,
      says: /the storage holds a value that nobody wrote/,
      build: (store) => () =>
        guarded((items) => {
          const padding = items.length % 2 === 1 ? [{ id: -1, text: "" }] : [];
          store.insert([...items, ...padding]);
        }),
    }),
    mutant({
      name: "ends its rows with a sentinel",
      models: "An end-of-stream marker for a reader that the table does not have.",
      calls: 3,
      says: /the storage holds a value that nobody wrote/,
      build: (store) => () => {
        let written = 0;
        return guarded((items) => {
          written += items.length;
          store.insert(items);
        }, () => void (written > 0 && store.insert([{ id: -1, text: "EOF" }])));
      },
    }),
  ],
  "write.empty-batch": [
    mutant({
      name: "looks at the first row of an empty batch",
      models: "items[0].id for the partition key (Kinesis and Pub/Sub sinks).",
      calls: 3,
      says: /threw.*; with an event in the empty batch this does not happen/,
      build: (store) => () =>
        guarded((items) => {
          void items[0]!.id;
          store.insert(items);
        }),
    }),
    mutant({
      name: "sends INSERT without values",
      models: "syntax error at end of input: VALUES joined from no rows.",
      calls: 3,
      says: /threw.*; with an event in the empty batch this does not happen/,
      build: (store) => () =>
        guarded((items) => {
          if (items.map(() => "(?, ?)").join() === "") throw new Error("syntax error at VALUES");
          store.insert(items);
        }),
    }),
    mutant({
      name: "repeats its last batch when there is no new one",
      models: "const batch = items.length ? items : this.batch: a fall-back nobody needed.",
      calls: 4,
      says: /is stored.*; with an event in the empty batch this does not happen/,
      build: (store) => () => {
        let last: Row[] = [];
        return guarded((items) => {
          if (items.length > 0) last = items.map(copyOf);
          store.insert(last);
        });
      },
    }),
    mutant({
      name: "takes an empty batch for the end of the epoch and drops what is pending",
      models: "Empty containers used as a rollback signal in a two-phase sink.",
      calls: 4,
      says: /is not stored.*; with an event in the empty batch this does not happen/,
      build: (store) => () => {
        const pending: Row[] = [];
        return guarded((items) => {
          if (items.length === 0) pending.length = 0;
          pending.push(...items.map(copyOf));
        }, () => store.insert(pending.splice(0)));
      },
    }),
  ],
};
