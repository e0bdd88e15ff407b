import { CompressionTypes, type Producer } from "kafkajs";
import type { Client } from "./client.ts";
import type { KafkaMessage } from "./messages.ts";

/** Where messages go, and how. */
export interface Target {
  readonly topic: string;
  readonly gzip: boolean;
}

/** Sends chunks until all replicas in sync have them, or it is given up. */
export class Publisher {
  readonly #client: Client;
  readonly #producer: Producer;
  readonly #target: Target;

  constructor(client: Client, target: Target) {
    this.#client = client;
    this.#producer = client.producer();
    this.#target = target;
  }

  /**
   * Stores messages of one partition of the topic, all of them or none, and each once.
   *
   * A chunk whose acknowledgement does not come is sent again, with the number it had: Kafka leaves out what it has.
   * That holds for one partition at a time: kafkajs numbers what it sends to two anew when only one has answered.
   *
   * @throws {Error} when Kafka refuses it, or the last attempt fails: the chunk is stored then, or it is not.
   */
  async publish(chunk: readonly KafkaMessage[]): Promise<void> {
    const { topic, gzip } = this.#target;
    try {
      await this.#client.attempted(async () => {
        await this.#producer.connect();
        await this.#producer.send({
          topic,
          messages: [...chunk],
          acks: -1,
          compression: gzip ? CompressionTypes.GZIP : CompressionTypes.None,
        });
      });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Cannot write as Kafka must acknowledge each message: ${reason}`, { cause });
    }
  }

  /** Ends it; nothing is waiting between two chunks. */
  async close(): Promise<void> {
    this.#client.close();
    await this.#producer.disconnect();
  }
}
