import { createClient } from "@redis/client";
import * as fc from "fast-check";
import { type Fixture, pooled, type Subject, tcpFaults } from "@watertight/sinks/conformance";
import { testServer } from "../config/test_server.ts";
import { IntoRedisStream } from "./into_redis_stream.ts";

const server = testServer("WATERTIGHT_REDIS_URL", "redis://127.0.0.1:1");
/** Why the sinks are not checked here, if so. */
export const skip: string | undefined = server.skip;

/** An event with a field of every type. */
export class Reading {
  constructor(
    readonly id: bigint,
    readonly celsius: number,
    readonly note: string | null,
    readonly checked: boolean,
  ) {}
}

/** All that an entry can keep: every double, every text of whole characters. */
const readings: fc.Arbitrary<Reading> = fc.tuple(
  fc.bigInt(),
  fc.double(),
  fc.option(fc.string({ unit: "binary" })),
  fc.boolean(),
).map((members) => new Reading(...members));

/** What must be refused: it would come back as something else. */
const invalidReadings: fc.Arbitrary<unknown> = fc.constantFrom(
  new Reading(1n, 0, "\ud800", true),
  { id: 1, celsius: 0, note: null, checked: true },
  { id: 1n, celsius: 0, note: undefined, checked: true },
  { id: 1n, celsius: 0, note: null, checked: true, unit: "K" },
);

const intoReadings = new IntoRedisStream({
  payload: Reading,
  name: "readings",
  fields: { id: "integer", celsius: "number", note: "text", checked: "boolean" },
});

/** One connection past the sink, to read with, and a stream for each fixture. */
const streams = pooled(
  async () => await createClient({ url: server.url }).on("error", () => {}).connect(),
  async (client, name) => void await client.del(name),
  (client) => client.destroy(),
);

/** A stream of its own, on a way to Redis that fails on demand. */
async function openStream(chunkSize: number): Promise<Fixture<Reading>> {
  const { connection, name, [Symbol.asyncDispose]: clear } = await streams.namespace();
  const { port } = new URL(server.url);
  const way = await tcpFaults(Number(port));
  return {
    sink: intoReadings,
    config: {
      url: `redis://127.0.0.1:${way.port}`,
      stream: name,
      chunk_size: chunkSize,
      timeout_ms: 600,
    },
    faults: way.faults,
    openResources: () => way.connections,
    read: async () => (await connection.xRange(name, "-", "+") ?? []).map(readingOf),
    async [Symbol.asyncDispose]() {
      await way[Symbol.asyncDispose]();
      await clear();
    },
  };
}

function readingOf({ message }: { message: Record<string, string> }): Reading {
  const { id, celsius, note, checked } = message;
  return new Reading(BigInt(id!), Number(celsius), note ?? null, checked === "true");
}

const stream = "readings";

/** Batches of any size in one transaction each. */
export const subject: Subject<Reading> = {
  name: "IntoRedisStream",
  events: readings,
  open: () => openStream(100_000),
  release: () => streams.close(),
  identity: ({ id }) => id,
  guarantees: { durable: "on-write", atomicBatches: true, delivery: "exactly-once" },
  invalidEvents: invalidReadings,
  stringConfig: (config: object) =>
    Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)])),
  invalidConfigs: [
    { config: undefined, key: "config" },
    { config: { stream }, key: "url" },
    { config: { url: "http://127.0.0.1", stream }, key: "url" },
    { config: { url: "redis://127.0.0.1:1", stream }, key: "url" },
    { config: { url: server.url, stream: "" }, key: "stream" },
    { config: { url: server.url, stream, chunk_size: 0 }, key: "chunk_size" },
    { config: { url: server.url, stream, timeout_ms: "soon" }, key: "timeout_ms" },
    { config: { url: server.url, stream, maxlen: 7 }, key: "maxlen" },
  ],
};

/** Small transactions, so that batches of a few events take several. */
export const chunked: Subject<Reading> = {
  ...subject,
  name: "IntoRedisStream in chunks",
  open: () => openStream(40),
  guarantees: { durable: "on-write", delivery: "exactly-once" },
  thresholds: [40, 80],
};
