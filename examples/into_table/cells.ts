import { Buffer } from "node:buffer";
import { shown } from "../values/shown.ts";

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

/** A value as a driver takes it. */
export type Cell = bigint | number | string | boolean | null;

/** How a database keeps the values of a column. */
export interface Kind {
  /** Its type in a CREATE TABLE. */
  readonly type: string;
  /** Its type as the database tells it of a table that is there: others would change the values. */
  readonly told: RegExp;
  /** What it can keep exactly. */
  readonly wanted: string;
  /** The value as a cell; `undefined` when the database cannot keep it exactly. */
  encode(value: unknown): Cell | undefined;
}

/** How a database keeps the values of each type. */
export type Kinds = Readonly<Record<Column, Kind>>;

/** Whether it is an integer that all databases keep. */
export function isInteger(value: unknown): value is bigint {
  return typeof value === "bigint" && BigInt.asIntN(64, value) === value;
}

/** Whether it is a text of whole characters: UTF-8 has no lone surrogates. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed();
}

/** A column of a table: its name, how its values are kept, and whether it belongs to the key. */
export interface CellColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly inKey: boolean;
}

/**
 * A row as cells, in the order of the columns. They are primitives: whoever changes the row later changes
 * nothing here.
 *
 * @throws {TypeError} when the database cannot keep the row exactly as it is.
 */
export function encodeRow(row: object, columns: readonly CellColumn[]): Cell[] {
  const cells = columns.map(({ name, kind, inKey }) => {
    const value: unknown = Reflect.get(row, name);
    // What is null equals nothing: two such rows would never replace each other.
    const cell = value === null && !inKey ? null : kind.encode(value);
    if (cell !== undefined) return cell;
    throw new TypeError(
      `Cannot store the row as ${name} must be ${kind.wanted}${inKey ? "" : ", or null"}: it is ${
        shown(value)
      }`,
    );
  });
  const extra = Object.keys(row).find((key) => !columns.some(({ name }) => name === key));
  if (extra === undefined) return cells;
  throw new TypeError(
    `Cannot store the row as its members must be columns of the table: ${shown(extra)} is none`,
  );
}

/** About how many bytes the cells take. */
export function bytesOf(cells: readonly Cell[]): number {
  return cells.reduce<number>(
    (sum, cell) => sum + (typeof cell === "string" ? Buffer.byteLength(cell) : 8),
    0,
  );
}
