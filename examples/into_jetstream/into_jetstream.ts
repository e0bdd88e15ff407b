import type { IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { jetStreamConfig } from "./config.ts";
import { Connection } from "./connection.ts";
import { encodeMessage } from "./messages.ts";
import { Publisher } from "./publisher.ts";
import { streamOf } from "./stream_of.ts";
import { StreamPartition } from "./stream_partition.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoJetStreamOptions<E> {
  /** The class or schema of the events. */
  readonly payload: PayloadType<E>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The data of a message; it throws for an event that it cannot keep. */
  readonly encode: (event: E) => string | Uint8Array;
  /**
   * The id by which JetStream leaves out a message that it has, in visible ASCII characters. Made of the event, as
   * of its key and version, it holds for what a later run writes again, too. Default: one of its own for each event
   * that is written.
   */
  readonly messageId?: (event: E) => string;
}

/** Publishes events to a subject that a stream keeps, one message each. */
export class IntoJetStream<E> implements IntoSink<E> {
  readonly payload: PayloadType<E>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #encode: (event: E) => string | Uint8Array;
  readonly #messageId: ((event: E) => string) | undefined;

  constructor({ payload, name, encode, messageId }: IntoJetStreamOptions<E>) {
    this.payload = payload;
    this.name = name;
    this.#encode = encode;
    this.#messageId = messageId;
  }

  async buildPartition(config: unknown): Promise<SinkPartition<E>> {
    const settings = jetStreamConfig(config);
    const { url, subject, maxPending, retry } = settings;
    const connection = new Connection(url, retry.timeout);
    try {
      const { name: stream, mostBytes } = await streamOf(settings, connection);
      const messageId = this.#messageId ?? numbered(crypto.randomUUID());
      const encoding = { encode: this.#encode, messageId, stream, mostBytes };
      return new StreamPartition({
        connection,
        publisher: new Publisher(connection, { subject, stream }, retry),
        maxPending,
        encode: (event) => encodeMessage(event, encoding),
      });
    } catch (error) {
      await connection.close();
      throw error;
    }
  }
}

/** Ids that no other partition gives. */
function numbered(partition: string): () => string {
  let number = 0;
  return () => `${partition}-${number++}`;
}
