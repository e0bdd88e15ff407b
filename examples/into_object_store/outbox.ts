import { Buffer } from "node:buffer";
import type { BufferLimits } from "./config.ts";

/** An object to be stored: lines under a key. */
export interface StoredLines {
  readonly key: string;
  readonly lines: readonly string[];
}

/**
 * The lines that are accepted and not stored yet, as the objects to come.
 *
 * What is tried and not acknowledged may be stored all the same, now or later. So it is tried again under its own
 * key, and never with more than before: whichever attempt comes last, the object holds what must be in it, once.
 */
export class Outbox {
  readonly #limits: Pick<BufferLimits, "records" | "bytes">;
  readonly #keyOf: (sequence: number) => string;
  #sequence = 0;
  #tried: StoredLines | undefined;
  #lines: string[] = [];
  #bytes = 0;

  constructor(
    limits: Pick<BufferLimits, "records" | "bytes">,
    keyOf: (sequence: number) => string,
  ) {
    this.#limits = limits;
    this.#keyOf = keyOf;
  }

  /** Whether there is an object of which it is not known whether it is stored. */
  get unclear(): boolean {
    return this.#tried !== undefined;
  }

  get empty(): boolean {
    return !this.unclear && this.#lines.length === 0;
  }

  /** Whether a limit is reached. */
  get full(): boolean {
    const { records, bytes } = this.#limits;
    return this.#lines.length >= records || this.#bytes >= bytes;
  }

  append(lines: readonly string[]): void {
    for (const line of lines) {
      this.#lines.push(line);
      this.#bytes += Buffer.byteLength(line) + 1;
    }
  }

  /** The object to store next, until it is {@linkcode acknowledge}d: the same one. */
  next(): StoredLines | undefined {
    if (this.empty) return undefined;
    if (this.#tried) return this.#tried;
    this.#tried = { key: this.#keyOf(this.#sequence++), lines: this.#lines };
    this.#lines = [];
    this.#bytes = 0;
    return this.#tried;
  }

  acknowledge(): void {
    this.#tried = undefined;
  }

  /** Takes back the last lines, which were tried: their batch has failed. */
  withdraw(count: number): void {
    if (!this.#tried) return;
    const { key, lines } = this.#tried;
    this.#tried = lines.length > count ? { key, lines: lines.slice(0, -count) } : undefined;
  }
}
