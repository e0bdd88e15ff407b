import * as fc from "fast-check";
import { guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Stores what `alter` makes of each event. */
function altering<E>(alter: (event: E) => E) {
  return (store: { insert(items: readonly E[]): void }) => () =>
    guarded<E>((items) => store.insert(items.map(alter)));
}

/** Mutants of the rule that a stored event equals the written one. */
export const faithfulMutants: MutantsOf<"write.faithful"> = {
  "write.faithful": [
    mutant<string>({
      name: "normalises text",
      models: "File systems and search engines that store NFC for NFD: names no longer match.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering((text) => text.normalize("NFC")),
      subject: { events: fc.string({ unit: fc.constantFrom("e", "\u0301", "a", "\u030a", "x") }) },
    }),
    mutant<string>({
      name: "trims text",
      models: "CHAR columns and CSV readers that take spaces for padding.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering((text) => text.trim()),
      subject: { events: fc.string() },
    }),
    mutant<string>({
      name: "cuts text to the width of its column",
      models: "MySQL without strict mode: VARCHAR(8) truncates with a warning nobody reads.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering((text) => text.slice(0, 8)),
      subject: { events: fc.string({ maxLength: 12 }) },
    }),
    mutant<string>({
      name: "replaces lone surrogates",
      models: "UTF-8 encoders that turn what they cannot encode into U+FFFD.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering((text) => new TextDecoder().decode(new TextEncoder().encode(text))),
      subject: { events: fc.string({ unit: fc.constantFrom("a", "b", "\ud83d", "\ude00") }) },
    }),
    mutant<number>({
      name: "turns -0 into 0",
      models: "JSON.stringify(-0) is 0.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering((number) => JSON.parse(JSON.stringify(number))),
      subject: { events: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    }),
    mutant<number>({
      name: "truncates integers to 32 bits",
      models: "An INTEGER column, or x | 0, for ids that have outgrown it.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering((number) => number | 0),
      subject: { events: fc.maxSafeNat() },
    }),
    mutant<number>({
      name: "rounds numbers to single precision",
      models: "FLOAT columns in ClickHouse and BigQuery exports for what was a double.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering(Math.fround),
      subject: { events: fc.double({ noNaN: true }) },
    }),
    mutant<{ id: number; note?: string | undefined }>({
      name: "drops members that are undefined",
      models: "JSON has no undefined: a column set to nothing comes back as never set.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering((event) => JSON.parse(JSON.stringify(event))),
      subject: {
        events: fc.record({ id: fc.nat(), note: fc.option(fc.string(), { nil: undefined }) }),
      },
    }),
    mutant<{ id: number; at: Date }>({
      name: "stores dates as text",
      models: "JSON.stringify turns a Date into a string, and no reviver turns it back.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: altering((event) => JSON.parse(JSON.stringify(event))),
      subject: { events: fc.record({ id: fc.nat(), at: fc.date({ noInvalidDate: true }) }) },
    }),
    mutant<Row>({
      name: "repeats the value of the row before in an empty column",
      models: "A prepared statement whose unset parameter keeps its last value.",
      calls: 3,
      says: /event \d+ is stored as another value/,
      build: (store) => () => {
        let text = "none";
        return guarded((items) => {
          for (const item of items) {
            text = item.text || text;
            store.insert([{ ...item, text }]);
          }
        });
      },
    }),
  ],
};
