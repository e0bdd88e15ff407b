import type { AsyncBridge, IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { Binary, type Collection, type Db, type Document, MongoClient } from "mongodb";
import { v7 } from "uuid";
import { refuse, refuseAs, refused } from "../config/section.ts";
import { type MongoConfig, mongoConfig } from "./config.ts";
import { documentOf } from "./document.ts";
import { MongoPartition } from "./mongo_partition.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoMongoOptions<E> {
  /** The class or schema of the events. */
  readonly payload: PayloadType<E>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The `_id` of an event; default: a UUID of version 7, which sorts by when it was made. */
  readonly id?: (event: E) => unknown;
}

/** What `database` needs of the session manager, which keeps the connections it gives. */
export interface SharedDatabases {
  /** A database by its name. */
  session(database: string): Db | PromiseLike<Db>;
}

/** A database, and how to give it back. */
interface Lease {
  readonly database: Db;
  readonly release: () => Promise<void>;
}

/** Writes events into a collection of MongoDB, each as one document. */
export class IntoMongo<E extends object> implements IntoSink<E> {
  readonly payload: PayloadType<E>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #id: ((event: E) => unknown) | undefined;

  constructor({ payload, name, id }: IntoMongoOptions<E>) {
    this.payload = payload;
    this.name = name;
    this.#id = id;
  }

  async buildPartition(
    config: unknown,
    _workerIndex: number,
    _workerCount: number,
    _bridge?: AsyncBridge,
    sessionManager?: unknown,
  ): Promise<SinkPartition<E>> {
    const { source, collection, chunkSize, upsert, timeout } = mongoConfig(config);
    if (upsert && !this.#id) refuse("upsert", "false for a sink without id", upsert);
    const { database, release } = "database" in source
      ? await shared(source.database, sessionManager)
      : await connected(source.url, timeout);
    const documents = database.collection(collection, { writeConcern: { w: "majority" } });
    const id = this.#id ?? uniqueId;
    return new MongoPartition<E>({
      encode: (event) => documentOf(event, id(event)),
      store: upsert
        ? (chunk) => replace(documents, chunk)
        : (chunk) => documents.insertMany(chunk, { ordered: true }),
      chunkSize,
      release,
    });
  }
}

/** Those made by one process count up, so that the order of a worker can be read back. */
function uniqueId(): Binary {
  return new Binary(v7(undefined, new Uint8Array(16)), Binary.SUBTYPE_UUID);
}

/** Of events with one `_id` the last one stays. */
function replace(documents: Collection, chunk: readonly Document[]): Promise<unknown> {
  return documents.bulkWrite(
    chunk.map((replacement) => ({
      replaceOne: { filter: { _id: replacement["_id"] }, replacement, upsert: true },
    })),
    { ordered: true },
  );
}

/** A database of the session manager, which stays its own. */
async function shared(name: string, sessionManager: unknown): Promise<Lease> {
  const manager = (sessionManager ?? {}) as Partial<SharedDatabases>;
  if (typeof manager.session !== "function") {
    throw new Error(
      "Cannot build the partition as database needs a session manager with a session function: " +
        "there is none",
    );
  }
  try {
    return { database: await manager.session(name), release: async () => {} };
  } catch (error) {
    throw refused("database", "be one that the session manager gives", error);
  }
}

/** A database over a connection of its own. */
async function connected(url: string, timeout: MongoConfig["timeout"]): Promise<Lease> {
  const client = clientOf(url, timeout);
  try {
    await client.connect();
  } catch (error) {
    await client.close();
    throw refused("url", "lead to a server that answers", error);
  }
  return { database: client.db(), release: () => client.close() };
}

/** Each of its steps ends in time, and none is repeated: whoever called learns what became of it. */
function clientOf(url: string, timeout: number): MongoClient {
  try {
    return new MongoClient(url, {
      maxPoolSize: 1, // A partition has one call at a time.
      retryWrites: false,
      serverSelectionTimeoutMS: timeout,
      connectTimeoutMS: timeout,
      socketTimeoutMS: timeout,
      waitQueueTimeoutMS: timeout,
    });
  } catch {
    // What the driver says quotes the URL, with the password in it.
    return refuseAs("url", "a connection string", "something else");
  }
}
