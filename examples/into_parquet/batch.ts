import type { DuckDBValue } from "@duckdb/node-api";
import { shown } from "../values/shown.ts";
import { type Column, kinds } from "./columns.ts";

/** The columns of a file, in their order. */
export type Shape = readonly (readonly [name: string, column: Column])[];

/** About how many bytes a value takes, beside those of its text or array. */
const bytesOfValue = 16;

/** The events of one write as values, column by column, sharing nothing with them. */
export class Batch {
  readonly columns: readonly DuckDBValue[][];
  readonly #shape: Shape;
  readonly #names: ReadonlySet<string>;
  #bytes = 0;
  #negativeZero = false;

  /** @throws {TypeError} when a file cannot keep one of the events exactly as it is. */
  constructor(shape: Shape, events: readonly object[]) {
    this.#shape = shape;
    this.#names = new Set(shape.map(([name]) => name));
    this.columns = shape.map(() => []);
    for (const event of events) this.#add(event);
  }

  /** About how many bytes it takes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether there is a number -0 in it. */
  get negativeZero(): boolean {
    return this.#negativeZero;
  }

  #add(event: object): void {
    for (let at = 0; at < this.#shape.length; at++) this.#put(event, at);
    for (const key of Object.keys(event)) {
      if (!this.#names.has(key)) refuse("its members must be columns", `${shown(key)} is none`);
    }
  }

  #put(event: object, at: number): void {
    const [name, column] = this.#shape[at]!;
    const value: unknown = Reflect.get(event, name);
    const kind = kinds[column];
    const encoded = value === null ? null : kind.encode(value);
    if (encoded === undefined) {
      refuse(`${name} must be ${kind.wanted}, or null`, `it is ${shown(value)}`);
    }
    this.columns[at]!.push(encoded);
    this.#bytes += bytesOfValue + (encoded === null ? 0 : kind.size(encoded));
    if (Object.is(encoded, -0)) this.#negativeZero = true;
  }
}

function refuse(requirement: string, actual: string): never {
  throw new TypeError(`Cannot store the event as ${requirement}: ${actual}`);
}
