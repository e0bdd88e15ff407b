import type { SinkPartition } from "@watertight/sinks";
import type { Connection } from "./connection.ts";
import type { Message } from "./messages.ts";
import type { Publisher } from "./publisher.ts";

/** What a partition is made of. */
export interface StreamPartitionParts<E> {
  readonly connection: Connection;
  readonly publisher: Publisher;
  /** Messages that are published before the first of them is acknowledged. */
  readonly maxPending: number;
  readonly encode: (event: E) => Message;
}

/** One worker's messages: a batch is stored once its write returns. */
export class StreamPartition<E> implements SinkPartition<E> {
  readonly #parts: StreamPartitionParts<E>;
  #state: "open" | "failed" | "closed" = "open";

  constructor(parts: StreamPartitionParts<E>) {
    this.#parts = parts;
  }

  async writeBatch(items: readonly E[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    const { publisher, maxPending, encode } = this.#parts;
    try {
      // An event that cannot be stored refuses its batch before any of it is sent.
      const messages = items.map(encode);
      for (let from = 0; from < messages.length; from += maxPending) {
        await publisher.publish(messages.slice(from, from + maxPending));
      }
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#state = "closed";
    await this.#parts.connection.close();
  }
}
