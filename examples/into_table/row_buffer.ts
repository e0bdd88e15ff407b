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

  /** In how many milliseconds the oldest row is too old; without rows never. */
  get rest(): number {
    return this.#rows.length === 0 ? Infinity : this.#since + this.#limits.age - this.#clock();
  }

  /** Takes one more row. Whether a limit is reached by it. */
  append(row: readonly Cell[]): boolean {
    if (this.#rows.length === 0) this.#since = this.#clock();
    this.#rows.push(row);
    this.#bytes += bytesOf(row);
    const { records, bytes } = this.#limits;
    return this.#rows.length >= records || this.#bytes >= bytes || this.rest <= 0;
  }

  /** Forgets all but the oldest rows; every row by default. */
  keep(oldest = 0): void {
    for (const row of this.#rows.splice(oldest)) this.#bytes -= bytesOf(row);
  }
}
