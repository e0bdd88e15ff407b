import * as fc from "fast-check";
import { type Fixture, pooled, type Subject, tcpFaults } from "@watertight/sinks/conformance";
import { testServer } from "../config/test_server.ts";
import { IntoKafka } from "./into_kafka.ts";
import { TopicReader } from "./topic_reader.ts";

const server = testServer("WATERTIGHT_KAFKA_URL", "kafka://127.0.0.1:1");
/** Why the sinks are not checked here, if so. */
export const skip: string | undefined = server.skip;

const { host: brokers, port } = new URL(server.url);

/** An event of a shop. */
export class Order {
  constructor(readonly id: string, readonly cents: number, readonly note: string | null) {}
}

const orders: fc.Arbitrary<Order> = fc.tuple(
  fc.uuid(),
  fc.maxSafeInteger(),
  fc.option(fc.string({ unit: "binary" })),
).map((members) => new Order(...members));

/** More than a chunk may have, and what JSON does not keep. */
const invalidOrders: fc.Arbitrary<unknown> = fc.constantFrom(
  new Order("5a7bf3f0-6a1e-4e0e-8f0e-5d6f0c6a1b2c", 1, "x".repeat(1_000_000)),
  new Order("5a7bf3f0-6a1e-4e0e-8f0e-5d6f0c6a1b2c", NaN, null),
);

/** An order as JSON. @throws {TypeError} when that would be another one. */
export function encodeOrder({ id, cents, note }: Order): object {
  if (Number.isSafeInteger(cents) && !Object.is(cents, -0)) return { id, cents, note };
  throw new TypeError(`Cannot store the order as cents must be a whole number: it is ${cents}`);
}

/** One topic for all fixtures, which takes longer to make than a history does to run: each knows its messages. */
const topics = pooled(
  () => TopicReader.open(brokers, 4),
  (reader, name) => reader.forget(name),
);

/** Messages of its own, on a way to Kafka that fails on demand. */
async function openTopic(
  { config, key }: { config?: object; key?: (order: Order) => string },
): Promise<Fixture<Order>> {
  const { connection: reader, name, [Symbol.asyncDispose]: forget } = await topics.namespace();
  const way = await tcpFaults(Number(port));
  return {
    sink: new IntoKafka({
      payload: Order,
      name: "orders",
      encode: (order) => JSON.stringify({ of: name, ...encodeOrder(order) }),
      ...(key && { key }),
      route: (broker) => broker.port === Number(port) ? { ...broker, port: way.port } : broker,
    }),
    config: { brokers, topic: reader.topic, timeout_ms: 600, attempts: 2, ...config },
    faults: way.faults,
    openResources: () => way.connections,
    async read() {
      const values = await reader.valuesOf(name) as readonly Order[];
      return values.map(({ id, cents, note }) => new Order(id, cents, note));
    },
    async [Symbol.asyncDispose]() {
      await way[Symbol.asyncDispose]();
      await forget();
    },
  };
}

const config = { brokers, topic: "orders" };

/** Batches of any size in one chunk each, in the partition of their worker. */
export const subject: Subject<Order> = {
  name: "IntoKafka",
  events: orders,
  open: () => openTopic({ config: { chunk_size: 100_000 } }),
  release: () => topics.close(),
  identity: ({ id }) => id,
  guarantees: { durable: "on-write", atomicBatches: true, delivery: "exactly-once" },
  invalidEvents: invalidOrders,
  stringConfig: (config: object) =>
    Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)])),
  invalidConfigs: [
    { config: undefined, key: "config" },
    { config: { ...config, brokers: undefined }, key: "brokers" },
    { config: { ...config, brokers: "127.0.0.1" }, key: "brokers" },
    { config: { ...config, brokers: "127.0.0.1:1", attempts: 1 }, key: "brokers" },
    { config: { ...config, topic: "" }, key: "topic" },
    { config: { ...config, topic: "orders of today" }, key: "topic" },
    { config: { ...config, topic: "made-by-nobody" }, key: "topic" },
    { config: { ...config, gzip: 1 }, key: "gzip" },
    { config: { ...config, chunk_size: 0 }, key: "chunk_size" },
    { config: { ...config, chunk_bytes: "1 MB" }, key: "chunk_bytes" },
    { config: { ...config, tls: "maybe" }, key: "tls" },
    { config: { ...config, sasl: "gssapi" }, key: "sasl" },
    { config: { ...config, sasl: "plain" }, key: "username" },
    { config: { ...config, sasl: "plain", username: "shop" }, key: "password" },
    { config: { ...config, timeout_ms: "soon" }, key: "timeout_ms" },
    { config: { ...config, attempts: 1.5 }, key: "attempts" },
    { config: { ...config, partition: 1 }, key: "partition" },
  ],
};

/** Small chunks, compressed, so that batches of a few events take several. */
export const chunked: Subject<Order> = {
  ...subject,
  name: "IntoKafka in chunks",
  open: () => openTopic({ config: { chunk_size: 40, gzip: true } }),
  guarantees: { durable: "on-write", delivery: "exactly-once" },
  thresholds: [40, 80],
};

/** Messages whose partition follows from their key, so that those of a worker are in several. */
export const keyed: Subject<Order> = {
  ...subject,
  name: "IntoKafka by key",
  open: () => openTopic({ key: ({ id }) => id }),
  guarantees: { order: "none", durable: "on-write", delivery: "exactly-once" },
};
