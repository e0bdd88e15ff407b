import { DuckDBDataChunk, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import type { Batch, Shape } from "./batch.ts";
import { kinds } from "./columns.ts";

/** As many rows as DuckDB takes at once. */
const chunkSize = 2048;

/** The rows of one file: chunks as DuckDB takes them, and what is not enough for one. */
export class Rows {
  readonly shape: Shape;
  /** The type of each column. */
  readonly types: readonly DuckDBType[];
  readonly #full: DuckDBDataChunk[] = [];
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

  /** Every row in a chunk, as often as it is asked for. */
  get chunks(): readonly DuckDBDataChunk[] {
    return this.#restCount === 0 ? this.#full : [...this.#full, this.#chunk(this.#rest)];
  }

  append({ columns, bytes, negativeZero }: Batch): void {
    for (const [at, values] of columns.entries()) {
      const rest = this.#rest[at]!;
      for (const value of values) rest.push(value);
    }
    // A chunk takes less memory than its values, and none that a garbage collector has to look through.
    while (this.#restCount >= chunkSize) {
      this.#full.push(this.#chunk(this.#rest.map((values) => values.splice(0, chunkSize))));
    }
    this.#bytes += bytes;
    this.#negativeZero ||= negativeZero;
  }

  get #restCount(): number {
    return this.#rest[0]!.length;
  }

  #chunk(columns: readonly (readonly DuckDBValue[])[]): DuckDBDataChunk {
    const chunk = DuckDBDataChunk.create(this.types);
    chunk.setColumns(columns);
    return chunk;
  }
}
