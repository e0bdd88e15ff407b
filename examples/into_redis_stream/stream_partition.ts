import type { SinkPartition } from "@watertight/sinks";
import type { Connection } from "./connection.ts";
import type { Entry } from "./fields.ts";

/** What a partition is made of. */
export interface StreamPartitionParts<E> {
  readonly connection: Connection;
  /** The key of the stream. */
  readonly stream: string;
  /** Entries of one transaction. */
  readonly chunkSize: number;
  readonly worker: number;
  readonly encode: (event: E) => Entry;
}

/** One worker's entries: a batch is stored once its write returns, by one transaction for each chunk. */
export class StreamPartition<E> implements SinkPartition<E> {
  readonly #parts: StreamPartitionParts<E>;
  #state: "open" | "failed" | "closed" = "open";
  #seq = 0;

  constructor(parts: StreamPartitionParts<E>) {
    this.#parts = parts;
  }

  async writeBatch(items: readonly E[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    try {
      // An event that cannot be stored refuses its batch before any of it is sent.
      const entries = items.map((event) => this.#entryOf(event));
      const { chunkSize } = this.#parts;
      for (let from = 0; from < entries.length; from += chunkSize) {
        await this.#append(entries.slice(from, from + chunkSize));
      }
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  close(): void {
    this.#state = "closed";
    this.#parts.connection.close();
  }

  #entryOf(event: E): Entry {
    const { encode, worker } = this.#parts;
    return { worker: String(worker), seq: String(this.#seq++), ...encode(event) };
  }

  async #append(entries: readonly Entry[]): Promise<void> {
    const { connection, stream } = this.#parts;
    await connection.run("write as Redis must add each entry", (client) => {
      const transaction = client.multi();
      for (const entry of entries) transaction.xAdd(stream, "*", entry);
      return transaction.exec();
    });
  }
}
