/** A broker of a test's own, its topics as they are, past the sink, and notes to write to them. */
import type { IntoSink, SinkPartition } from "@watertight/sinks";
import { Kafka, type KafkaMessage, logLevel, type SASLOptions } from "kafkajs";
import { within } from "../../examples/config/within.ts";
import { IntoKafka, type IntoKafkaOptions } from "../../examples/into_kafka/into_kafka.ts";
import { kindOf, type ServerKind } from "../services/kinds.ts";
import { Server } from "../services/server.ts";

/** An event of a test. */
export class Note {
  constructor(readonly id: number, readonly text: string) {}
}

export const note = (id: number): Note => new Note(id, `note ${id}`);

/** The notes from a number on up to another one. */
export const notes = (from: number, to: number): Note[] =>
  Array.from({ length: to - from }, (_, index) => note(from + index));

/** What a sink of notes is made of. */
export const noteOptions: IntoKafkaOptions<Note> = {
  payload: Note,
  name: "notes",
  encode: (it) => JSON.stringify(it),
};

export const intoNotes: IntoSink<Note> = new IntoKafka(noteOptions);

/** A partition of notes. */
export async function build(
  config: unknown,
  sink: IntoSink<Note> = intoNotes,
  worker = 0,
): Promise<SinkPartition<Note>> {
  return await sink.buildPartition(config, worker, 1);
}

/** A message with the partition it is in. */
export type Kept = KafkaMessage & { readonly partition: number };

/** A broker that a test may stop, and what is on it. */
export class TestKafka implements AsyncDisposable {
  readonly #client: Kafka;

  private constructor(readonly server: Server, sasl: SASLOptions | undefined) {
    const { brokers } = this;
    this.#client = new Kafka({
      brokers: [brokers],
      ...(sasl && { sasl }),
      logLevel: logLevel.NOTHING,
    });
  }

  /** @param sasl who one is, where it asks. */
  static async start(kind: ServerKind = kindOf("kafka"), sasl?: SASLOptions): Promise<TestKafka> {
    return new TestKafka(await Server.start(kind), sasl);
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
    try {
      await admin.connect();
      await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }] });
    } finally {
      await admin.disconnect();
    }
  }

  /** All messages of a topic: partition after partition, each in its order. */
  async kept(topic: string): Promise<Kept[]> {
    const admin = this.#client.admin();
    const consumer = this.#client.consumer({ groupId: crypto.randomUUID(), maxWaitTimeInMs: 50 });
    try {
      await admin.connect();
      await consumer.connect();
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
      if (!isComplete()) await within(60_000, "Kafka", complete.promise);
      return kept.flat();
    } finally {
      await consumer.disconnect();
      await admin.disconnect();
    }
  }

  /** The notes of a topic, likewise. */
  async stored(topic: string): Promise<Note[]> {
    return (await this.kept(topic)).map(({ value }) => {
      const { id, text } = JSON.parse(String(value));
      return new Note(id, text);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}
