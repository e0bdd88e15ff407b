import { DuckDBDataChunk, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import type { Batch, Shape } from "./batch.ts";
import { kinds } from "./columns.ts";

/** As many rows as DuckDB takes at once. */
const chunkSize = 2048;

/** A chunk without the object around it, in which all that is set stays beside what DuckDB has of it. */
type NativeChunk = DuckDBDataChunk["chunk"];

/** The rows of one file: chunks as DuckDB takes them, and what is not enough for one. */
export class Rows {
  readonly shape: Shape;
  /** The type of each column. */
  readonly types: readonly DuckDBType[];
  #chunks: NativeChunk[] = [];
  /** Chunks to be filled again: whatever is dropped keeps its memory until a garbage collector has looked at all. */
  readonly #spare: NativeChunk[] = [];
  readonly #rest: readonly DuckDBValue[][];
  #bytes = 0;
  #negativeZero = false;

  constructor(shape: Shape) {
    this.shape = shape;
    this.types = shape.map(([, column]) => kinds[column].type);
    this.#rest = shape.map(() => []);
  }

  /** About how many bytes they take; 0 when there are none. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether there is a number -0 among them. */
  get negativeZero(): boolean {
    return this.#negativeZero;
  }

  /** Every row in a chunk, in their order. */
  chunks(): readonly DuckDBDataChunk[] {
    if (this.#restCount > 0) this.#seal();
    return this.#chunks.map((chunk) => new DuckDBDataChunk(chunk));
  }

  /** Forgets every row. */
  clear(): void {
    for (const chunk of this.chunks()) chunk.reset();
    this.#spare.push(...this.#chunks);
    this.#chunks = [];
    this.#bytes = 0;
    this.#negativeZero = false;
  }

  append({ columns, bytes, negativeZero }: Batch): void {
    for (const [at, values] of columns.entries()) {
      const rest = this.#rest[at]!;
      for (const value of values) rest.push(value);
    }
    while (this.#restCount >= chunkSize) this.#seal();
    this.#bytes += bytes;
    this.#negativeZero ||= negativeZero;
  }

  get #restCount(): number {
    return this.#rest[0]!.length;
  }

  /** Makes a chunk of the rest, which takes more memory, and has a garbage collector look through all of it. */
  #seal(): void {
    const spare = this.#spare.pop();
    const chunk = spare ? new DuckDBDataChunk(spare) : DuckDBDataChunk.create(this.types);
    chunk.setColumns(this.#rest.map((values) => values.splice(0, chunkSize)));
    this.#chunks.push(chunk.chunk);
  }
}
