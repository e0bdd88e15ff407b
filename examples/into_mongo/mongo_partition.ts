import type { SinkPartition } from "@watertight/sinks";
import { type Document, MongoBulkWriteError } from "mongodb";

/** What a partition is made of. */
export interface MongoPartitionParts<E> {
  readonly encode: (event: E) => Document;
  /** Stores documents in their order, and stops at the first one that fails. */
  readonly store: (documents: Document[]) => Promise<unknown>;
  readonly chunkSize: number;
  /** Gives back the connection; nothing when it is lent. */
  readonly release: () => Promise<void>;
}

/** One worker's documents: each is stored, and acknowledged by a majority, once its write has returned. */
export class MongoPartition<E> implements SinkPartition<E> {
  readonly #parts: MongoPartitionParts<E>;
  #state: "open" | "failed" | "closed" = "open";

  constructor(parts: MongoPartitionParts<E>) {
    this.#parts = parts;
  }

  async writeBatch(events: readonly E[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    const { encode, store, chunkSize } = this.#parts;
    let stored = 0;
    try {
      // An event that cannot be stored refuses its batch before any of it is.
      const documents = events.map(encode);
      while (stored < documents.length) {
        const chunk = documents.slice(stored, stored + chunkSize);
        await store(chunk).catch((error) => {
          throw storeError(error, stored, chunk.length, documents.length);
        });
        stored += chunk.length;
      }
    } catch (error) {
      // What the server did is not known: to go on could store what comes after a gap.
      this.#state = "failed";
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    const clean = this.#state === "open";
    this.#state = "closed";
    await this.#parts.release().catch((error) => {
      // After a failed write the run fails with that cause, and a close that throws would end the process.
      if (clean) throw error;
    });
  }
}

/** What is known of a batch whose chunk failed. */
function storeError(cause: unknown, earlier: number, chunk: number, all: number): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  // Only an error of a document tells what became of those before it.
  const told = cause instanceof MongoBulkWriteError && [cause.writeErrors].flat().length > 0;
  const stored = told
    ? `${earlier + [cause.writeErrors].flat()[0]!.index} of ${all} events are stored`
    : `${earlier} of ${all} events are stored, and perhaps some of the next ${chunk}`;
  return new Error(
    `Cannot store the batch as the server must acknowledge every event: ${reason} (${stored})`,
    { cause },
  );
}
