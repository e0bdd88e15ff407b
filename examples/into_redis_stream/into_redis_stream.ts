import type { IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { refuseAs } from "../config/section.ts";
import { redisStreamConfig } from "./config.ts";
import { Connection } from "./connection.ts";
import { encodeEvent, type Field, type Fields } from "./fields.ts";
import { StreamPartition } from "./stream_partition.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoRedisStreamOptions<E> {
  /** The class or schema of the events. */
  readonly payload: PayloadType<E>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The fields of an entry, by the members of an event; `worker` and `seq` are the sink's own. */
  readonly fields: Fields<E>;
}

/** Adds events to a Redis stream, one entry each. */
export class IntoRedisStream<E extends object> implements IntoSink<E> {
  readonly payload: PayloadType<E>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #fields: readonly (readonly [string, Field])[];

  /** @throws {TypeError} when a field has the name of one of the sink's own. */
  constructor({ payload, name, fields }: IntoRedisStreamOptions<E>) {
    this.payload = payload;
    this.name = name;
    this.#fields = Object.entries<Field>(fields);
    const taken = this.#fields.find(([field]) => field === "worker" || field === "seq")?.[0];
    if (taken !== undefined) {
      throw new TypeError(
        `Cannot make the sink as fields must not be named worker or seq: one is named ${taken}`,
      );
    }
  }

  async buildPartition(config: unknown, worker: number): Promise<SinkPartition<E>> {
    const { url, stream, chunkSize, timeout } = redisStreamConfig(config);
    const connection = new Connection(url, timeout);
    try {
      const what = "build the partition as url must lead to Redis";
      const type = await connection.run(what, (client) => client.type(stream));
      if (type !== "none" && type !== "stream") {
        refuseAs("stream", "the key of a stream", `that of a ${type}`);
      }
    } catch (error) {
      connection.close();
      throw error;
    }
    const encode = (event: E) => encodeEvent(event, this.#fields);
    return new StreamPartition({ connection, stream, chunkSize, worker, encode });
  }
}
