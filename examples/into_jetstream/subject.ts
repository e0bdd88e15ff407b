import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import * as fc from "fast-check";
import { type Fixture, pooled, type Subject, tcpFaults } from "@watertight/sinks/conformance";
import { testServer } from "../config/test_server.ts";
import { IntoJetStream } from "./into_jetstream.ts";

const server = testServer("WATERTIGHT_NATS_URL", "nats://127.0.0.1:1");
/** Why the sinks are not checked here, if so. */
export const skip: string | undefined = server.skip;

/** An event of a shop. */
export class Order {
  constructor(readonly id: string, readonly cents: number, readonly note: string | null) {}
}

const orders: fc.Arbitrary<Order> = fc.tuple(
  fc.uuid(),
  fc.maxSafeInteger(),
  fc.option(fc.string({ unit: "binary" })),
).map((members) => new Order(...members));

/** More than a message of the fixture's stream may have, and what JSON does not keep. */
const invalidOrders: fc.Arbitrary<unknown> = fc.constantFrom(
  new Order("5a7bf3f0-6a1e-4e0e-8f0e-5d6f0c6a1b2c", 1, "x".repeat(10_000)),
  new Order("5a7bf3f0-6a1e-4e0e-8f0e-5d6f0c6a1b2c", NaN, null),
);

/** An order as JSON. @throws {TypeError} when that would be another one. */
export function encodeOrder({ id, cents, note }: Order): string {
  if (Number.isSafeInteger(cents) && !Object.is(cents, -0)) {
    return JSON.stringify({ id, cents, note });
  }
  throw new TypeError(`Cannot store the order as cents must be a whole number: it is ${cents}`);
}

const options = { payload: Order, name: "orders", encode: encodeOrder };

/** One connection past the sink, to read with, and a stream for each fixture. */
const streams = pooled(
  async () => {
    const nats = await connect({ servers: server.url });
    return { nats, manager: await jetstreamManager(nats) };
  },
  async ({ manager }, name) => void await manager.streams.delete(name),
  async ({ nats }) => await nats.close(),
);

/** A stream of its own, on a way to NATS that fails on demand. */
async function openStream(
  sink: IntoJetStream<Order>,
  maxPending: number,
): Promise<Fixture<Order>> {
  const { connection, name, [Symbol.asyncDispose]: remove } = await streams.namespace();
  const { streams: api, direct } = connection.manager;
  await api.add({ name, subjects: [`${name}.orders`], allow_direct: true, max_msg_size: 8192 });
  const way = await tcpFaults(Number(new URL(server.url).port));
  return {
    sink,
    config: {
      url: `nats://127.0.0.1:${way.port}`,
      subject: `${name}.orders`,
      timeout_ms: 400,
      attempts: 2,
      max_pending: maxPending,
    },
    faults: way.faults,
    openResources: () => way.connections,
    async read() {
      const { last_seq } = (await api.info(name)).state;
      const messages = Array.from(
        { length: last_seq },
        (_, index) => direct.getMessage(name, { seq: index + 1 }),
      );
      return (await Promise.all(messages)).map((message) => {
        const { id, cents, note } = message!.json<Order>();
        return new Order(id, cents, note);
      });
    },
    async [Symbol.asyncDispose]() {
      await way[Symbol.asyncDispose]();
      await remove();
    },
  };
}

const config = { url: server.url, subject: "orders" };

/** Messages with ids of their own. */
export const subject: Subject<Order> = {
  name: "IntoJetStream",
  events: orders,
  open: () => openStream(new IntoJetStream(options), 100),
  release: () => streams.close(),
  identity: ({ id }) => id,
  thresholds: [100],
  guarantees: { durable: "on-write", delivery: "exactly-once" },
  invalidEvents: invalidOrders,
  stringConfig: (config: object) =>
    Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)])),
  invalidConfigs: [
    { config: undefined, key: "config" },
    { config: { ...config, url: undefined }, key: "url" },
    { config: { ...config, url: "http://127.0.0.1" }, key: "url" },
    { config: { ...config, url: "nats://127.0.0.1:1", attempts: 1 }, key: "url" },
    { config: { ...config, subject: "" }, key: "subject" },
    { config: { ...config, subject: "orders.>" }, key: "subject" },
    { config: { ...config, subject: "kept.by.nobody" }, key: "subject" },
    { config: { ...config, max_pending: 0 }, key: "max_pending" },
    { config: { ...config, timeout_ms: "soon" }, key: "timeout_ms" },
    { config: { ...config, attempts: 1.5 }, key: "attempts" },
    { config: { ...config, stream: "orders" }, key: "stream" },
  ],
};

/** Messages that are known by the id of their order, and few of them at once. */
export const byOrder: Subject<Order> = {
  ...subject,
  name: "IntoJetStream by order",
  open: () => openStream(new IntoJetStream({ ...options, messageId: ({ id }) => id }), 25),
  thresholds: [25, 50],
};
