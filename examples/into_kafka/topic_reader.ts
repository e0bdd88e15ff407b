import { type Admin, type Batch, type Consumer, Kafka, logLevel } from "kafkajs";

/** Reads a topic of its own from the beginning on, past the sink, and keeps the values by what they say they are of. */
export class TopicReader {
  readonly topic: string = `fixtures-${crypto.randomUUID()}`;
  readonly #admin: Admin;
  readonly #consumer: Consumer;
  /** For each partition: the offset of the message that comes next. */
  readonly #next: Map<number, number> = new Map();
  readonly #values: Map<string, unknown[][]> = new Map();
  /** Why there is a message of which nobody knows whose it is, if so. */
  #unreadable: unknown;
  #arrived = Promise.withResolvers<void>();

  private constructor(broker: string) {
    const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
    this.#admin = kafka.admin();
    this.#consumer = kafka.consumer({ groupId: this.topic, maxWaitTimeInMs: 500 });
  }

  /** Makes a topic of so many partitions, and begins to read it. */
  static async open(broker: string, numPartitions: number): Promise<TopicReader> {
    const reader = new TopicReader(broker);
    try {
      await reader.#begin(numPartitions);
      return reader;
    } catch (error) {
      await Promise.all([reader.#consumer.disconnect(), reader.#admin.disconnect()]);
      throw error;
    }
  }

  /** All values of this name: partition after partition, each in its order. @throws {Error} when one is of no name. */
  async valuesOf(name: string): Promise<readonly unknown[]> {
    const ends = await this.#admin.fetchTopicOffsets(this.topic);
    while (ends.some((end) => (this.#next.get(end.partition) ?? 0) < Number(end.high))) {
      await this.#arrived.promise;
    }
    if (this.#unreadable !== undefined) throw this.#unreadable;
    return this.#values.get(name)?.flat() ?? [];
  }

  /** Keeps its values no longer. */
  forget(name: string): void {
    this.#values.delete(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#consumer.disconnect();
      await this.#admin.deleteTopics({ topics: [this.topic] });
    } finally {
      await this.#admin.disconnect();
    }
  }

  async #begin(numPartitions: number): Promise<void> {
    const { topic } = this;
    await this.#admin.connect();
    await this.#admin.createTopics({ topics: [{ topic, numPartitions }] });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic, fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => Promise.resolve(this.#take(batch)),
    });
  }

  #take({ partition, messages }: Batch): void {
    for (const { offset, value } of messages) {
      // A consumer that joins its group again begins anew.
      if (Number(offset) < (this.#next.get(partition) ?? 0)) continue;
      this.#next.set(partition, Number(offset) + 1);
      this.#keep(partition, String(value));
    }
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
  }

  #keep(partition: number, text: string): void {
    try {
      const { of: name, ...rest } = JSON.parse(text);
      const values = this.#values.get(name) ?? [];
      this.#values.set(name, values);
      (values[partition] ??= []).push(rest);
    } catch (error) {
      this.#unreadable ??= error;
    }
  }
}
