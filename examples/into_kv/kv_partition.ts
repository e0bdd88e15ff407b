import { Buffer } from "node:buffer";
import type { SinkPartition } from "@watertight/sinks";
import { within } from "../config/within.ts";
import { type ChunkLimits, chunksOf } from "./chunks.ts";
import { valueOf } from "./value.ts";

/** What the sink needs of a database. */
export interface KvStore {
  atomic(): Pick<Deno.AtomicOperation, "set" | "commit">;
  close(): void;
}

/** What a partition is made of. */
export interface KvPartitionParts {
  readonly store: KvStore;
  /** What all of its keys begin with, and no other one's. */
  readonly place: readonly [prefix: string, run: string, worker: number];
  /** How many events a commit holds at most. */
  readonly chunkSize: number;
  /** How long a commit may take, in milliseconds. */
  readonly timeout: number;
  /** Gives back the database; nothing when it is lent. */
  readonly release: () => void;
}

/** One worker's events, numbered in their order. */
export class KvPartition<E> implements SinkPartition<E> {
  readonly #parts: KvPartitionParts;
  readonly #limits: ChunkLimits;
  #stored = 0;
  #state: "open" | "failed" | "closed" = "open";

  constructor(parts: KvPartitionParts) {
    this.#parts = parts;
    const { place: [prefix, run], chunkSize: events } = parts;
    // A text takes two bytes beside its own, and one for every U+0000 in it; a number takes nine.
    const text = (it: string) => Buffer.byteLength(it) + it.split("\0").length + 1;
    this.#limits = { events, keyBytes: text(prefix) + text(run) + 9 + 9 };
  }

  async writeBatch(items: readonly E[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    try {
      // An event that cannot be stored refuses its batch before any of it is.
      const values = items.map(valueOf);
      // One after the other: at the first that fails, nothing behind it is stored.
      for (const chunk of chunksOf(values, this.#limits)) {
        await this.#commit(chunk.map(({ value }) => value));
      }
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  close(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#parts.release();
  }

  async #commit(values: readonly unknown[]): Promise<void> {
    const { store, place, timeout } = this.#parts;
    try {
      const operation = store.atomic();
      for (const [at, value] of values.entries()) {
        operation.set([...place, this.#stored + at], value);
      }
      await within(timeout, "the database", operation.commit());
    } catch (cause) {
      const actual = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Cannot write as the database must take the commit: ${actual}`, { cause });
    }
    this.#stored += values.length;
  }
}
