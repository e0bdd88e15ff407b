import type { Buffer } from "node:buffer";
import type { IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { Partitioners, type PartitionMetadata } from "kafkajs";
import { Client } from "./client.ts";
import { kafkaConfig } from "./config.ts";
import { KafkaPartition } from "./kafka_partition.ts";
import { encodeMessage } from "./messages.ts";
import { Publisher } from "./publisher.ts";
import type { Address } from "./sockets.ts";
import { partitionsOf } from "./topic_of.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoKafkaOptions<E> {
  /** The class or schema of the events. */
  readonly payload: PayloadType<E>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The value of a message; it throws for an event that it cannot keep. */
  readonly encode: (event: E) => string | Uint8Array;
  /** The key of a message, which decides on its partition of the topic. Default: none, and a partition a worker. */
  readonly key?: (event: E) => string | Uint8Array;
  /** Where a broker is reached that says it listens there, as through a tunnel. Default: where it says. */
  readonly route?: (broker: Address) => Address;
}

/** Sends events to a topic of Kafka, one message each. */
export class IntoKafka<E> implements IntoSink<E> {
  readonly payload: PayloadType<E>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #encode: (event: E) => string | Uint8Array;
  readonly #key: ((event: E) => string | Uint8Array) | undefined;
  readonly #route: (broker: Address) => Address;

  constructor({ payload, name, encode, key, route = (broker) => broker }: IntoKafkaOptions<E>) {
    this.payload = payload;
    this.name = name;
    this.#encode = encode;
    this.#key = key;
    this.#route = route;
  }

  async buildPartition(config: unknown, worker: number): Promise<SinkPartition<E>> {
    const { cluster, topic, gzip, limits } = kafkaConfig(config);
    const client = new Client(cluster, this.#route);
    try {
      const partitions = await partitionsOf(client, topic);
      const encoding = {
        encode: this.#encode,
        key: this.#key,
        partition: partitioner(partitions, worker),
        mostBytes: limits.bytes,
      };
      return new KafkaPartition({
        publisher: new Publisher(client, { topic, gzip }),
        limits,
        encode: (event) => encodeMessage(event, encoding),
      });
    } catch (error) {
      client.close();
      throw error;
    }
  }
}

/**
 * The partition of a message: by its key as the clients of Kafka have it, or the one of the worker. It is chosen once:
 * kafkajs would choose again for each attempt, and Kafka knows a repeated message in its own partition alone.
 */
function partitioner(
  partitions: readonly PartitionMetadata[],
  worker: number,
): (key: Buffer | null) => number {
  const partitionMetadata = [...partitions];
  const byKey = Partitioners.DefaultPartitioner();
  return (key) =>
    key === null
      ? worker % partitions.length
      : byKey({ topic: "", partitionMetadata, message: { key, value: null } });
}
