import type { SinkPartition } from "@watertight/sinks";
import { within } from "../config/within.ts";
import { Batch, type Shape } from "./batch.ts";
import { Rows } from "./rows.ts";
import type { WholeFiles } from "./whole_files.ts";

/** What a partition is made of. */
export interface ParquetPartitionParts {
  readonly shape: Shape;
  readonly files: Pick<WholeFiles, "store">;
  /** The path of its file of this number, from 0. */
  readonly path: (number: number) => string;
  readonly fileMaxBytes: number;
  /** How long the making of one file may take, in milliseconds. */
  readonly timeout: number;
}

/** One worker's rows: in memory until a file is full or the close comes, and then in a file. */
export class ParquetPartition<E extends object> implements SinkPartition<E> {
  readonly #parts: ParquetPartitionParts;
  #state: "open" | "failed" | "closed" = "open";
  /** What was accepted and is in no file. */
  readonly #rows: Rows;
  #files = 0;
  /** What is under way: what has outlasted its time may still be. */
  #last: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(parts: ParquetPartitionParts) {
    this.#parts = parts;
    this.#rows = new Rows(parts.shape);
  }

  async writeBatch(items: readonly E[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    try {
      // All of it before anything is awaited: batch and events belong to the caller.
      const batch = new Batch(this.#parts.shape, items);
      // A batch is never divided: it is in one file, or in none.
      if (this.#rows.bytes + batch.bytes > this.#parts.fileMaxBytes) await this.#store();
      this.#rows.append(batch);
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  /** A second close has the outcome of the first. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    const clean = this.#state === "open";
    this.#state = "closed";
    try {
      await this.#store();
    } catch (error) {
      // After a failed write the run fails with that cause, and a close that throws would end the process.
      if (clean) throw error;
    }
  }

  /** Stores what is in memory as one file. After a failure the next attempt has the same name: nothing is doubled. */
  async #store(): Promise<void> {
    if (this.#rows.bytes === 0) return;
    const { files, path, timeout } = this.#parts;
    const over = new AbortController();
    const stored = this.#last.then(async () => {
      over.signal.throwIfAborted();
      await files.store(path(this.#files), this.#rows, over.signal);
    });
    this.#last = stored.catch(() => {});
    try {
      await within(timeout, "the file system", stored);
    } catch (error) {
      over.abort(error);
      throw error;
    }
    this.#files++;
    this.#rows.clear();
  }
}
