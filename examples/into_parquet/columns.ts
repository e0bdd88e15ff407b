import { Buffer } from "node:buffer";
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBTimestampTZValue,
  type DuckDBType,
  type DuckDBValue,
  TIMESTAMPTZ,
  VARCHAR,
} from "@duckdb/node-api";

/** The types a column can have; every one of them also takes null. */
export type Column = "boolean" | "number" | "integer" | "text" | "bytes" | "timestamp";

/** The column type that keeps a member of this type: a `bigint` is an `integer`, a `number` a `number`. */
export type ColumnOf<T> = [T] extends [boolean | null] ? "boolean"
  : [T] extends [number | null] ? "number"
  : [T] extends [bigint | null] ? "integer"
  : [T] extends [string | null] ? "text"
  : [T] extends [Uint8Array | null] ? "bytes"
  : [T] extends [Date | null] ? "timestamp"
  : never;

/** One column for each member of an event. */
export type Columns<E> = { readonly [K in keyof E & string]-?: ColumnOf<E[K]> };

/** How the values of a column are kept. */
export interface Kind {
  /** Its type in DuckDB. */
  readonly type: DuckDBType;
  /** What it keeps exactly. */
  readonly wanted: string;
  /** The value as DuckDB takes it, which nobody can change; `undefined` when it cannot be kept exactly. */
  encode(value: unknown): DuckDBValue | undefined;
  /** How many bytes the value takes beside its place in the column. */
  size(value: DuckDBValue): number;
}

const fixed = () => 0;

/** How values of each type are kept. */
export const kinds: Readonly<Record<Column, Kind>> = {
  boolean: {
    type: BOOLEAN,
    wanted: "a boolean",
    encode: (value) => typeof value === "boolean" ? value : undefined,
    size: fixed,
  },
  number: {
    type: DOUBLE,
    wanted: "a number",
    encode: (value) => typeof value === "number" ? value : undefined,
    size: fixed,
  },
  integer: {
    type: BIGINT,
    wanted: "a bigint of 64 bits",
    encode: (value) =>
      typeof value === "bigint" && BigInt.asIntN(64, value) === value ? value : undefined,
    size: fixed,
  },
  text: {
    type: VARCHAR,
    // A file holds UTF-8, which has no lone surrogates: one would come back as another character.
    wanted: "a text without lone surrogates",
    encode: (value) => typeof value === "string" && value.isWellFormed() ? value : undefined,
    size: (value) => 2 * (value as string).length,
  },
  bytes: {
    type: BLOB,
    wanted: "a Uint8Array",
    // The copy, since the array is its owner's; `slice` of a Buffer copies nothing.
    encode: (value) =>
      value instanceof Uint8Array ? new DuckDBBlobValue(Buffer.from(value)) : undefined,
    size: (value) => (value as DuckDBBlobValue).bytes.length,
  },
  timestamp: {
    type: TIMESTAMPTZ,
    wanted: "a valid Date",
    encode: (value) =>
      value instanceof Date && !Number.isNaN(value.getTime())
        ? new DuckDBTimestampTZValue(BigInt(value.getTime()) * 1000n)
        : undefined,
    size: fixed,
  },
};
