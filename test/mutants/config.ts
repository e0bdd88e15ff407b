import * as fc from "fast-check";
import { direct, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about configurations and events that are not as they should be. */
export const configMutants: MutantsOf<
  | "build.rejects-bad-config"
  | "build.releases-on-failure"
  | "write.rejects-unsupported"
  | "config.strings"
> = {
  "build.rejects-bad-config": [
    mutant({
      name: "looks at its configuration when it writes first",
      models: "TypeError: url is undefined, hours after the start.",
      calls: 2,
      says: /a configuration whose table is wrong was accepted at build/,
      build: (store) => (config) =>
        guarded((items) => {
          void (config as { table: string }).table.length;
          store.insert(items);
        }),
      fixture: () => ({ config: { table: "rows" } }),
      subject: { invalidConfigs: [{ config: {}, key: "table" }] },
    }),
    mutant({
      name: "says only that the configuration is invalid",
      models: "ConfigException: invalid configuration, with forty keys to choose from.",
      calls: 1,
      says: /refused with a message that does not name it: invalid configuration/,
      build: (store) => (config) => {
        const { table } = config as { table?: string };
        if (table === undefined) throw new Error("invalid configuration");
        return direct(store);
      },
      fixture: () => ({ config: { table: "rows" } }),
      subject: { invalidConfigs: [{ config: {}, key: "table" }] },
    }),
    mutant({
      name: "takes a default for a value of the wrong type",
      models: 'parseInt("a lot") || 500: a typo that nobody is told of.',
      calls: 2,
      says: /a configuration whose chunk is wrong was accepted at build/,
      build: (store) => (config) => {
        const chunk = Number((config as { chunk: unknown }).chunk) || 500;
        return guarded((items) => {
          for (let from = 0; from < items.length; from += chunk) {
            store.insert(items.slice(from, from + chunk));
          }
        });
      },
      fixture: () => ({ config: { chunk: 100 } }),
      subject: { invalidConfigs: [{ config: { chunk: "a lot" }, key: "chunk" }] },
    }),
  ],
  "build.releases-on-failure": [
    mutant({
      name: "opens its client before it looks at the configuration",
      models: "new Client() in the first line, validation in the second: a leak for each restart.",
      calls: 1,
      says: /a build that failed left 1 \w+ open/,
      build: (store) => (config) => {
        const timer = setInterval(() => {}, 60_000);
        store.handles.add({ [Symbol.dispose]: () => clearInterval(timer) });
        if (!Object.hasOwn(config as object, "table")) throw new Error("table is missing");
        return guarded((items) => store.insert(items), () => clearInterval(timer));
      },
      fixture: () => ({ config: { table: "rows" } }),
      subject: { invalidConfigs: [{ config: {}, key: "table" }] },
    }),
    mutant({
      name: "leaves its first file open when the second cannot be opened",
      models: "Two resources, one try: what was opened before the error is forgotten.",
      calls: 1,
      says: /a build that failed left 1 file open/,
      build: (store) => (config) => {
        const { table } = config as { table: string };
        const file = Deno.openSync("/dev/null", { read: true });
        store.handles.add({ [Symbol.dispose]: () => closeQuietly(file) });
        if (table !== "rows") throw new Error(`table ${table} does not exist`);
        return guarded((items) => store.insert(items), () => file.close());
      },
      fixture: () => ({ config: { table: "rows" } }),
      subject: { invalidConfigs: [{ config: { table: "none" }, key: "table" }] },
    }),
  ],
  "write.rejects-unsupported": [
    mutant({
      name: "skips what it cannot store",
      models: "ignore_unknown_values: records with an unknown column vanish (BigQuery loads).",
      calls: 3,
      says: /a batch with .* in it was accepted/,
      build: (store) => () => guarded((items) => store.insert(items.filter(isRow))),
      subject: { invalidEvents: fc.constantFrom(null, "no row", 7) },
    }),
    mutant({
      name: "stores the rows before the one it cannot store",
      models: "A loop that throws in the middle: half of the batch is there.",
      calls: 3,
      says: /is stored.*; without the event that it cannot store this does not happen/,
      build: (store) => () =>
        guarded((items) => {
          for (const item of items) {
            if (!isRow(item)) throw new TypeError("Cannot write as every event must be a row");
            store.insert([item]);
          }
        }),
      subject: { invalidEvents: fc.constantFrom(null, "no row", 7) },
    }),
    mutant({
      name: "stores a default for what it cannot store",
      models: "Coercion to a zero row, so that the batch goes through.",
      calls: 3,
      says: /a batch with .* in it was accepted/,
      build: (store) => () =>
        guarded((items) => store.insert(items.map((item) => isRow(item) ? item : zero))),
      subject: { invalidEvents: fc.constantFrom(null, "no row", 7) },
    }),
  ],
  "config.strings": [
    mutant({
      name: 'takes "false" for true',
      models: "if (config.dryRun): from the environment every text is truthy.",
      calls: 3,
      says: /is not stored; with values of their own types in the configuration/,
      build: (store) => (config) => {
        const { dryRun } = config as { dryRun: boolean };
        return guarded((items) => {
          if (!dryRun) store.insert(items);
        });
      },
      fixture: () => ({ config: { dryRun: false } }),
      subject: { stringConfig: { dryRun: "false" } },
    }),
    mutant({
      name: "compares a number strictly that comes as text",
      models: "acks === 1 with acks from the environment: the branch that stores is never taken.",
      calls: 3,
      says: /is not stored; with values of their own types in the configuration/,
      build: (store) => (config) => {
        const { acks } = config as { acks: unknown };
        return guarded((items) => {
          if (acks === 1) store.insert(items);
        });
      },
      fixture: () => ({ config: { acks: 1 } }),
      subject: { stringConfig: { acks: "1" } },
    }),
    mutant({
      name: "refuses a number that comes as text",
      models: "chunk must be a number: a strict schema behind an environment of strings.",
      calls: 1,
      says: /chunk must be a number; with values of their own types in the configuration/,
      build: (store) => (config) => {
        const { chunk } = config as { chunk: unknown };
        if (typeof chunk !== "number") throw new Error("chunk must be a number");
        return direct(store);
      },
      fixture: () => ({ config: { chunk: 2 } }),
      subject: { stringConfig: { chunk: "2" } },
    }),
  ],
};

const zero: Row = { id: 0, text: "" };

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "id" in value;
}

function closeQuietly(file: Deno.FsFile): void {
  try {
    file.close();
  } catch {
    // Its partition has closed it.
  }
}
