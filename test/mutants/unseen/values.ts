import * as fc from "fast-check";
import { copyOf, guarded, type Row } from "../mutant.ts";
import { type Unseen, unseen } from "./unseen.ts";

/** A line of CSV whose text is quoted. */
const toCsv = ({ id, text }: Row) => `${id},"${`${text}`.replaceAll('"', '""')}"`;

/** The row of a line that {@linkcode toCsv} wrote. */
function fromCsv(line: string): Row {
  const comma = line.indexOf(",");
  const text = line.slice(comma + 2, -1).replaceAll('""', '"');
  return { id: Number(line.slice(0, comma)), text };
}

function checked(item: Row): Row {
  if (typeof item?.text !== "string") throw new TypeError("Cannot write as text must be a string");
  return item;
}

/** Unseen mutants that alter, repeat, make up or take in what they should not. */
export const unseenValues: readonly Unseen[] = [
  unseen("write.faithful", {
    name: "guards its CSV against formulas",
    models: "Exporters that put an apostrophe before =, +, - and @, and no importer takes it off.",
    calls: 3,
    says: /event \d+ is stored as another value/,
    build: (store) => () =>
      guarded((items) => {
        const safe = (text: string) => /^[=+@-]/.test(text) ? `'${text}` : text;
        const lines = items.map((item) => toCsv({ ...item, text: safe(item.text) }));
        store.insert(lines.map(fromCsv));
      }),
  }),
  unseen("write.faithful", {
    name: "prints numbers with six digits",
    models: "%g and the default precision of C++ streams in text encoders.",
    calls: 3,
    says: /event \d+ is stored as another value/,
    build: (store) => () =>
      guarded((items) => {
        const lines = items.map(({ id, text }) =>
          JSON.stringify([Number(id.toPrecision(6)), text])
        );
        for (const line of lines) {
          const [id, text] = JSON.parse(line);
          store.insert([{ id, text }]);
        }
      }),
  }),
  unseen("write.faithful", {
    name: "encodes its texts by a dictionary with 256 entries",
    models: "Dictionary pages with one-byte codes: the 257th distinct value takes the first code.",
    calls: 3,
    says: /event \d+ is stored as another value/,
    build: (store) => () => {
      const codes = new Map<string, number>();
      const dictionary: string[] = [];
      const rows: { readonly id: number; readonly code: number }[] = [];
      return guarded((items) => {
        for (const { id, text } of items) {
          const code = codes.get(text) ?? codes.size & 255;
          codes.set(text, code);
          dictionary[code] = text;
          rows.push({ id, code });
        }
      }, () => store.insert(rows.map(({ id, code }) => ({ id, text: dictionary[code]! }))));
    },
  }),
  unseen("write.once", {
    name: "checkpoints its journal one record too early",
    models: "A replay from the last applied record instead of the one after it (WAL recovery).",
    calls: 3,
    says: /event \d+, written to worker \d+, is stored \d+ times/,
    build: (store) => () => {
      const journal: Row[] = [];
      let checkpoint = 0;
      return guarded((items) => {
        journal.push(...items.map(copyOf));
        if (journal.length - checkpoint < 100) return;
        store.insert(journal.slice(checkpoint));
        checkpoint = journal.length - 1;
      }, () => store.insert(journal.slice(checkpoint)));
    },
  }),
  unseen("write.once", {
    name: "sends a page too many when the last one of 512 rows is full",
    models:
      "floor(n / size) + 1 pages, the last of them moved back into the batch when it is empty.",
    calls: 3,
    says: /event \d+, written to worker \d+, is stored \d+ times/,
    build: (store) => () =>
      guarded((items) => {
        for (let page = 0; page <= items.length / 512; page++) {
          const from = Math.max(0, Math.min(page * 512, items.length - 1));
          store.insert(items.slice(from, page * 512 + 512));
        }
      }),
  }),
  unseen("write.once", {
    name: "executes its statement in a finally, refused rows or not",
    models: "A prepared statement that still has the parameters of the batch before.",
    calls: 4,
    says: /is stored.*; without the event that it cannot store this does not happen/,
    build: (store) => () => {
      let bound: readonly Row[] = [];
      return guarded((items) => {
        try {
          bound = items.map(checked).map(copyOf);
        } finally {
          store.insert(bound);
        }
      });
    },
    subject: { invalidEvents: fc.constantFrom({ id: 1 }, { id: 2, text: null }, null) },
  }),
  unseen("write.once", {
    name: "resends its last batch when the next one fails",
    models: "A window of unacknowledged requests that keeps one which was acknowledged.",
    calls: 4,
    says: /is stored.*; the storage had failed during another call of that partition/,
    faulty: true,
    build: (store) => () => {
      let last: readonly Row[] = [];
      return guarded((items) => {
        try {
          store.insert(items);
        } catch (error) {
          try {
            store.insert(last);
          } catch {
            // The first error is told.
          }
          throw error;
        }
        last = items.map(copyOf);
      });
    },
  }),
  unseen("write.nothing-extra", {
    name: "repeats the header of its table after every hundred rows",
    models: "Paged CSV exports (sqlplus SET PAGESIZE) that are loaded as data.",
    calls: 3,
    says: /the storage holds a value that nobody wrote/,
    build: (store) => () => {
      let rows = 0;
      return guarded((items) => {
        for (const item of items) {
          if (rows > 0 && rows % 100 === 0) store.insert([{ id: -1, text: "id,text" }]);
          store.insert([item]);
          rows++;
        }
      });
    },
  }),
  unseen("write.nothing-extra", {
    name: "leaves a row that says that a write has failed",
    models: "Audit rows in the data table: failed loads leave a marker that readers take for data.",
    calls: 3,
    says: /nobody wrote.*; the storage failed during that write, and the write did not say so/,
    faulty: true,
    build: (store) => () =>
      guarded((items) => {
        try {
          store.insert(items);
        } catch (error) {
          store.table.push({ id: -1, text: "load failed" });
          throw error;
        }
      }),
  }),
  unseen("write.empty-batch", {
    name: "ends every batch of lines with a line feed",
    models: 'lines.join("\\n") + "\\n" of no lines: a blank line, which is a row of nulls.',
    calls: 3,
    says: /nobody wrote.*; with an event in the empty batch this does not happen/,
    build: (store) => () =>
      guarded((items) => {
        const body = items.map((item) => JSON.stringify(item)).join("\n") + "\n";
        for (const line of body.slice(0, -1).split("\n")) {
          store.insert([JSON.parse(line || "null")]);
        }
      }),
  }),
  unseen("write.empty-batch", {
    name: "closes its connection when two batches in a row are empty",
    models: "Idle detection by empty polls: the writer is reaped while its task lives.",
    calls: 5,
    says: /threw.*; with an event in the empty batch this does not happen/,
    build: (store) => () => {
      let idle = 0;
      return guarded((items) => {
        if (idle === 2) throw new Error("the connection was closed as it was idle");
        idle = items.length === 0 ? idle + 1 : 0;
        store.insert(items);
      });
    },
  }),
  unseen("write.rejects-unsupported", {
    name: "prints a column that is missing",
    models: "Template literals in CSV encoders: a missing value is stored as the text undefined.",
    calls: 3,
    says:
      /a batch with \{__proto__:null,"id":\d+\} in it was accepted|a batch with \{"id":\d+\} in it was accepted/,
    build: (store) => () => guarded((items) => store.insert(items.map(toCsv).map(fromCsv))),
    subject: { invalidEvents: fc.record({ id: fc.nat() }) },
  }),
  unseen("write.rejects-unsupported", {
    name: "looks at the first event of a batch only",
    models: "A schema inferred from, and checked against, the head of the batch.",
    calls: 3,
    says:
      /a batch with \{"id":\d+\} in it was accepted|a batch with \{"id":\d+,"text":null\} in it was accepted/,
    build: (store) => () =>
      guarded((items) => {
        if (items.length > 0) checked(items[0]!);
        store.insert(items);
      }),
    subject: { invalidEvents: fc.constantFrom({ id: 1 }, { id: 2, text: null }) },
  }),
];
