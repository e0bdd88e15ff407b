import { bytesOf, type Cell } from "./cells.ts";

/** When a buffer is to be flushed. */
export interface BufferLimits {
  readonly records: number;
  readonly bytes: number;
  /** In milliseconds, since the oldest row came in. */
  readonly age: number;
}

/** The rows that are accepted and not stored yet. */
export class RowBuffer {
  readonly #limits: BufferLimits;
  readonly #clock: () => number;
  readonly #rows: (readonly Cell[])[] = [];
  #bytes = 0;
  #since = 0;

  /** @param clock tells the time in milliseconds. */
  constructor(limits: BufferLimits, clock: () => number) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** The rows, the oldest first. */
  get rows(): readonly (readonly Cell[])[] {
    return this.#rows;
  }

  /** Takes one more row. Whether a limit is reached by it. */
  append(row: readonly Cell[]): boolean {
    const now = this.#clock();
    if (this.#rows.length === 0) this.#since = now;
    this.#rows.push(row);
    this.#bytes += bytesOf(row);
    const { records, bytes, age } = this.#limits;
    return this.#rows.length >= records || this.#bytes >= bytes || now - this.#since >= age;
  }

  /** Forgets all but the oldest rows; every row by default. */
  keep(oldest = 0): void {
    for (const row of this.#rows.splice(oldest)) this.#bytes -= bytesOf(row);
  }
}
