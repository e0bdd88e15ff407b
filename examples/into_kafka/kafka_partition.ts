import type { SinkPartition } from "@watertight/sinks";
import { chunksOf } from "./chunks.ts";
import type { ChunkLimits } from "./config.ts";
import type { KafkaMessage } from "./messages.ts";
import type { Publisher } from "./publisher.ts";

/** What a partition is made of. */
export interface KafkaPartitionParts<E> {
  readonly publisher: Publisher;
  readonly limits: ChunkLimits;
  readonly encode: (event: E) => KafkaMessage;
}

/** One worker's messages: a batch is stored once its write returns. */
export class KafkaPartition<E> implements SinkPartition<E> {
  readonly #parts: KafkaPartitionParts<E>;
  #state: "open" | "failed" | "closed" = "open";
  #closing: Promise<void> | undefined;

  constructor(parts: KafkaPartitionParts<E>) {
    this.#parts = parts;
  }

  async writeBatch(items: readonly E[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    const { publisher, limits, encode } = this.#parts;
    try {
      // An event that cannot be stored refuses its batch before any of it is sent.
      const messages = items.map(encode);
      for (const group of Map.groupBy(messages, ({ partition }) => partition).values()) {
        for (const chunk of chunksOf(group, limits)) await publisher.publish(chunk);
      }
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  /** A second close has the outcome of the first. */
  close(): Promise<void> {
    this.#state = "closed";
    return this.#closing ??= this.#parts.publisher.close();
  }
}
