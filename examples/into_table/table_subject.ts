import * as fc from "fast-check";
import type { Guarantees, InvalidConfig, Subject } from "@watertight/sinks/conformance";
import type { Model, Values } from "./models.ts";

/** Small limits, so that histories of a few events reach the flushes and the chunk boundaries. */
export const limits = { chunk_size: 7, buffer_max_records: 10 };

/** What a database can keep, what it cannot, and how long it takes. */
export interface StoredValues extends Values {
  readonly invalid: readonly unknown[];
  /** The age of a buffer in milliseconds: longer than a call takes, or a timer meets the failures of other calls. */
  readonly age: number;
  /** How many milliseconds after its write a row can be read: its age, a flush, and some for a busy machine. */
  readonly within: number;
}

/** What is the same for the subjects of all databases. */
export function tableSubject<R extends object>(
  name: string,
  model: Model<R>,
  values: StoredValues,
): Omit<Subject<R>, "open"> {
  const { key, table } = model;
  return {
    name,
    events: model.events(values),
    thresholds: [limits.chunk_size, limits.buffer_max_records],
    invalidEvents: fc.constantFrom(...model.invalid, ...values.invalid),
    guarantees: { durable: { within: values.within }, ...key.length > 0 && keyed },
    ...key.length > 0 && { key: (row: R) => key.map((name) => row[name]) },
    stringConfig: {
      database: "main",
      table,
      chunk_size: "7",
      buffer_max_records: "10",
      buffer_max_bytes: "1000000",
      buffer_max_age_s: `${values.age / 1000}`,
      flush_on_shutdown: "true",
      timeout_s: "2",
    },
  };
}

/** A table has no order by its key, and what replaces itself is not stored twice. */
const keyed: Partial<Guarantees> = { order: "none", delivery: "exactly-once" };

/** Sections that are wrong whatever the database is. */
export function invalidConfigs(url: string, table: string): readonly InvalidConfig[] {
  return [
    { config: undefined, key: "config" },
    { config: { table }, key: "url" },
    { config: { url: "payments.db", table }, key: "url" },
    { config: { database: "other", table }, key: "database" },
    { config: { url }, key: "table" },
    { config: { url, table, chunk_size: 0 }, key: "chunk_size" },
    { config: { url, table, chunk_size: 1.5 }, key: "chunk_size" },
    { config: { url, table, chunk_size: "many" }, key: "chunk_size" },
    { config: { url, table, buffer_max_records: -1 }, key: "buffer_max_records" },
    { config: { url, table, buffer_max_bytes: 0.5 }, key: "buffer_max_bytes" },
    { config: { url, table, buffer_max_age_s: "soon" }, key: "buffer_max_age_s" },
    { config: { url, table, flush_on_shutdown: "no" }, key: "flush_on_shutdown" },
    { config: { url, table, timeout_s: "never" }, key: "timeout_s" },
    { config: { url, table, schema: "" }, key: "schema" },
    { config: { url, table, chunksize: 7 }, key: "chunksize" },
  ];
}
