/** A broker of a test's own, and its topics as they are, past the sink. */
import { Kafka, type KafkaMessage, logLevel } from "kafkajs";
import { kindOf, type ServerKind } from "../services/kinds.ts";
import { Server } from "../services/server.ts";

/** A message with the partition it is in. */
export type Kept = KafkaMessage & { readonly partition: number };

export class TestKafka implements AsyncDisposable {
  readonly #client: Kafka;

  private constructor(readonly server: Server) {
    this.#client = new Kafka({ brokers: [this.brokers], logLevel: logLevel.NOTHING });
  }

  static async start(kind: ServerKind = kindOf("kafka")): Promise<TestKafka> {
    return new TestKafka(await Server.start(kind));
  }

  /** The host and port of the only one. */
  get brokers(): string {
    return new URL(this.server.url).host;
  }

  /** Makes a topic. @param config of the topic, as Kafka names its entries. */
  async make(
    topic: string,
    numPartitions: number,
    config: Record<string, string> = {},
  ): Promise<void> {
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    const admin = this.#client.admin();
    await admin.connect();
    try {
      await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }] });
    } finally {
      await admin.disconnect();
    }
  }

  /** All messages of a topic: partition after partition, each in its order. */
  async kept(topic: string): Promise<Kept[]> {
    const admin = this.#client.admin();
    const consumer = this.#client.consumer({ groupId: crypto.randomUUID(), maxWaitTimeInMs: 50 });
    await admin.connect();
    await consumer.connect();
    try {
      const missing = new Map(
        (await admin.fetchTopicOffsets(topic)).map((it) => [it.partition, Number(it.high)]),
      );
      const kept: Kept[][] = [];
      const isComplete = () => [...missing.values()].every((count) => count === 0);
      const complete = Promise.withResolvers<void>();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachMessage({ partition, message }) {
          (kept[partition] ??= []).push({ partition, ...message });
          missing.set(partition, missing.get(partition)! - 1);
          if (isComplete()) complete.resolve();
          return Promise.resolve();
        },
      });
      if (!isComplete()) await complete.promise;
      return kept.flat();
    } finally {
      await consumer.disconnect();
      await admin.disconnect();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}
