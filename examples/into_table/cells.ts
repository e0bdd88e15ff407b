import { Buffer } from "node:buffer";

/** The types a column can have; every one of them also takes null. */
export type Column = "boolean" | "number" | "integer" | "text";

/** The column type that keeps a member of this type: a `bigint` is an `integer`, a `number` a `number`. */
export type ColumnOf<T> = [T] extends [boolean | null] ? "boolean"
  : [T] extends [number | null] ? "number"
  : [T] extends [bigint | null] ? "integer"
  : [T] extends [string | null] ? "text"
  : never;

/** One column for each member of a row. */
export type Columns<R> = { readonly [K in keyof R & string]-?: ColumnOf<R[K]> };

/** A value as SQLite takes it. */
export type Cell = bigint | number | string | null;

/** The columns as the body of a CREATE TABLE; `ANY` of a strict table alone keeps the sign of -0. */
export const declarations: Readonly<Record<Column, string>> = {
  boolean: "INTEGER",
  number: "ANY",
  integer: "INTEGER",
  text: "TEXT",
};

const kinds: Readonly<
  Record<Column, { wanted: string; encode(value: unknown): Cell | undefined }>
> = {
  boolean: {
    wanted: "a boolean",
    encode: (value) => typeof value === "boolean" ? BigInt(value) : undefined,
  },
  number: {
    // SQLite turns NaN into NULL.
    wanted: "a number other than NaN",
    encode: (value) => typeof value === "number" && value === value ? value : undefined,
  },
  integer: {
    wanted: "a bigint of 64 bits",
    encode: (value) =>
      typeof value === "bigint" && BigInt.asIntN(64, value) === value ? value : undefined,
  },
  text: {
    // UTF-8 has no lone surrogates, and readers end a text at its first U+0000.
    wanted: "a text without lone surrogates and U+0000",
    encode: (value) =>
      typeof value === "string" && value.isWellFormed() && !value.includes("\0")
        ? value
        : undefined,
  },
};

/**
 * A row as cells, in the order of the columns. They are primitives: whoever changes the row later changes
 * nothing here.
 *
 * @throws {TypeError} when SQLite cannot keep the row exactly as it is.
 */
export function encodeRow(row: object, columns: readonly (readonly [string, Column])[]): Cell[] {
  const cells = columns.map(([name, column]) => {
    const value: unknown = Reflect.get(row, name);
    const { wanted, encode } = kinds[column];
    const cell = value === null ? null : encode(value);
    if (cell !== undefined) return cell;
    throw new TypeError(
      `Cannot store the row as ${name} must be ${wanted}, or null: it is ${shown(value)}`,
    );
  });
  const extra = Object.keys(row).find((key) => !columns.some(([name]) => name === key));
  if (extra === undefined) return cells;
  throw new TypeError(
    `Cannot store the row as its members must be columns of the table: ${shown(extra)} is none`,
  );
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "object" ? "an object" : String(value);
}

/** About how many bytes the cells take. */
export function bytesOf(cells: readonly Cell[]): number {
  return cells.reduce<number>(
    (sum, cell) => sum + (typeof cell === "string" ? Buffer.byteLength(cell) : 8),
    0,
  );
}
