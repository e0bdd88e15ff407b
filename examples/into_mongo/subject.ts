import * as fc from "fast-check";
import { type Db, type Document, MongoClient } from "mongodb";
import {
  type CheckOptions,
  type Fixture,
  pooled,
  type Subject,
  tcpFaults,
} from "@watertight/sinks/conformance";
import { testServer } from "../config/test_server.ts";
import { IntoMongo, type IntoMongoOptions } from "./into_mongo.ts";
import { int64, invalidOrders, Order, orders } from "./orders.ts";

const server = testServer("WATERTIGHT_MONGODB_URL", "mongodb://127.0.0.1:1");
/** Why the sink is not checked here, if so. */
export const skip: string | undefined = server.skip;

/** What hangs is waited for, and an answer takes long on a machine that is busy. */
export const options: Pick<CheckOptions, "timeLimit" | "callLimit"> = {
  timeLimit: 600_000,
  callLimit: 5_000,
};

/** One connection to read with, past the faults, and a database for each fixture. */
const databases = pooled(
  () => new MongoClient(server.url, { useBigInt64: true }),
  async (client, name) => void await client.db(name).dropDatabase(),
  (client) => client.close(),
);

/** Small, so that histories of a few events reach the boundary of a chunk. */
const limits = { chunk_size: 7, timeout_s: 1.5 };

/** A client that is shared needs limits of its own. */
const lentOptions = {
  retryWrites: false,
  serverSelectionTimeoutMS: 1500,
  connectTimeoutMS: 1500,
  socketTimeoutMS: 1500,
};

/** What the documents are sorted by as they are read. */
type Sorting = Readonly<Record<string, 1>>;

/** The sink over a database of its own, each partition over a connection of its own. */
export async function openMongo(
  options: Omit<IntoMongoOptions<Order>, "payload" | "name">,
  config: Record<string, unknown>,
  sorting: Sorting,
): Promise<Fixture<Order>> {
  const { connection, name, [Symbol.asyncDispose]: drop } = await databases.namespace();
  const way = await tcpFaults(Number(new URL(server.url).port));
  const url = `mongodb://127.0.0.1:${way.port}/${name}`;
  const lent = new MongoClient(url, lentOptions);
  return {
    sink: new IntoMongo({ payload: Order, name: "orders", ...options }),
    config: { url, collection: "orders", ...limits, ...config },
    // A client that an operation connects, and that cannot be, is of no use from then on.
    sessionManager: { session: async (): Promise<Db> => (await lent.connect()).db(name) },
    faults: way.faults,
    read: async () =>
      (await connection.db(name).collection("orders").find().sort(sorting).toArray()).map(orderOf),
    openResources: () => way.connections,
    async [Symbol.asyncDispose]() {
      await lent.close();
      await way[Symbol.asyncDispose]();
      await drop();
    },
  };
}

function orderOf({ number, total, note, placed, seal, lines }: Document): Order {
  return new Order(number, total, note, placed, new Uint8Array(seal.buffer), lines);
}

const url = "mongodb://127.0.0.1:9/shop";
const collection = "orders";

/** Inserts with ids of its own, and reads back by them. */
export const subject: Subject<Order> = {
  name: "IntoMongo",
  events: orders(int64),
  open: () => openMongo({}, {}, { _id: 1 }),
  release: () => databases.close(),
  identity: ({ number }) => number,
  thresholds: [7],
  guarantees: { durable: "on-write", delivery: "exactly-once" },
  invalidEvents: invalidOrders,
  stringConfig: { database: "shop", collection, chunk_size: "7", timeout_s: "1.5" },
  invalidConfigs: [
    { config: undefined, key: "config" },
    { config: { collection }, key: "url" },
    { config: { url: "http://127.0.0.1/shop", collection }, key: "url" },
    { config: { url: "mongodb://127.0.0.1", collection }, key: "url" },
    { config: { url: "mongodb://127.0.0.1:port/shop", collection }, key: "url" },
    { config: { url, collection, timeout_s: 0.1 }, key: "url" },
    { config: { url }, key: "collection" },
    { config: { url, collection: "system.users" }, key: "collection" },
    { config: { url, collection: "or$ders" }, key: "collection" },
    { config: { url, collection, chunk_size: 0 }, key: "chunk_size" },
    { config: { url, collection, chunk_size: 100_001 }, key: "chunk_size" },
    { config: { url, collection, upsert: "yes" }, key: "upsert" },
    { config: { url, collection, timeout_s: 0 }, key: "timeout_s" },
    { config: { url, collection, timeout: 1 }, key: "timeout" },
  ],
};

/** Replaces the order of a number by the last one of it. */
export const upserting: Subject<Order> = {
  ...subject,
  name: "IntoMongo upserting",
  events: orders(fc.bigInt({ min: 0n, max: 300n })),
  open: () => openMongo({ id: ({ number }) => number }, { upsert: true }, {}),
  identity: (order) => order,
  key: ({ number }) => number,
  guarantees: { durable: "on-write", delivery: "exactly-once", order: "none" },
  stringConfig: {
    database: "shop",
    collection,
    chunk_size: "7",
    upsert: "true",
    timeout_s: "1.5",
  },
};

/** The same over a database of the session manager, which every partition of a fixture shares. */
export const sharing: Subject<Order> = {
  ...subject,
  name: "IntoMongo over a shared database",
  async open() {
    const fixture = await openMongo({}, { database: "shop" }, { _id: 1 });
    // The manager's connections are there before a partition is, and so are none that a close must release.
    const { session } = fixture.sessionManager as { session(): Promise<Db> };
    await (await session()).command({ ping: 1 });
    return { ...fixture, openResources: () => 0 };
  },
};
