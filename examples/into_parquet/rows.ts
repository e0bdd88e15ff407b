import type { DuckDBValue } from "@duckdb/node-api";
import { shown } from "../values/shown.ts";
import { type Column, kinds } from "./columns.ts";

/** The columns of a file, in their order. */
export type Shape = readonly (readonly [name: string, column: Column])[];

/** About what a value costs in memory, whatever it is. */
const place = 16;

/** Rows in memory, column by column, sharing nothing with the events they were made of. */
export class Rows {
  readonly shape: Shape;
  readonly columns: readonly DuckDBValue[][];
  #count = 0;
  #bytes = 0;
  #negativeZero = false;

  constructor(shape: Shape) {
    this.shape = shape;
    this.columns = shape.map(() => []);
  }

  /** How many rows there are. */
  get count(): number {
    return this.#count;
  }

  /** About how many bytes they take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether there is a number -0 among them. */
  get negativeZero(): boolean {
    return this.#negativeZero;
  }

  /** Takes an event as one more row. @throws {TypeError} when a file cannot keep it exactly as it is. */
  add(event: object): void {
    for (const [at, [name, column]] of this.shape.entries()) {
      const value: unknown = Reflect.get(event, name);
      const { wanted, encode, size } = kinds[column];
      const encoded = value === null ? null : encode(value);
      if (encoded === undefined) {
        refuse(`${name} must be ${wanted}, or null`, `it is ${shown(value)}`);
      }
      this.columns[at]!.push(encoded);
      this.#bytes += place + (encoded === null ? 0 : size(encoded));
      if (Object.is(encoded, -0)) this.#negativeZero = true;
    }
    const extra = Object.keys(event).find((key) => !this.shape.some(([name]) => name === key));
    if (extra !== undefined) refuse("its members must be columns", `${shown(extra)} is none`);
    this.#count++;
  }

  /** Takes all rows of others behind its own. */
  append(others: Rows): void {
    for (const [at, values] of others.columns.entries()) {
      const column = this.columns[at]!;
      for (const value of values) column.push(value);
    }
    this.#count += others.count;
    this.#bytes += others.bytes;
    this.#negativeZero ||= others.negativeZero;
  }
}

function refuse(requirement: string, actual: string): never {
  throw new TypeError(`Cannot store the event as ${requirement}: ${actual}`);
}
