import type { AsyncBridge, IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { refused } from "../config/section.ts";
import { within } from "../config/within.ts";
import { type KvConfig, kvConfig } from "./config.ts";
import { KvPartition, type KvStore } from "./kv_partition.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoKvOptions<E> {
  /** The class or schema of the events. */
  readonly payload: PayloadType<E>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The time in milliseconds since 1970, for keys; default `Date.now`. */
  readonly clock?: () => number;
  /** Opens the database at a path; default `Deno.openKv`. */
  readonly connect?: (path: string) => Promise<KvStore>;
}

/** What `database` needs of the session manager, which keeps the databases it gives. */
export interface SharedStores {
  /** A database by its name. */
  session(database: string): KvStore | Promise<KvStore>;
}

/** Writes events into Deno KV, under keys that keep the order of each worker. */
export class IntoKv<E> implements IntoSink<E> {
  readonly payload: PayloadType<E>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #clock: () => number;
  readonly #connect: (path: string) => Promise<KvStore>;

  constructor({ payload, name, clock, connect }: IntoKvOptions<E>) {
    this.payload = payload;
    this.name = name;
    this.#clock = clock ?? Date.now;
    this.#connect = connect ?? (async (path) => await Deno.openKv(path));
  }

  /** @throws {TypeError} naming the key that is wrong. @throws {Error} when there is no such database. */
  async buildPartition(
    config: unknown,
    workerIndex: number,
    _workerCount: number,
    _bridge?: AsyncBridge,
    sessionManager?: unknown,
  ): Promise<SinkPartition<E>> {
    const { source, prefix, ...limits } = kvConfig(config);
    const { timeout } = limits;
    const place = [prefix, this.#uniqueRun(), workerIndex] as const;
    if ("database" in source) {
      const store = await within(timeout, "the database", shared(source, sessionManager));
      return new KvPartition({ ...limits, store, place, release: () => {} });
    }
    const store = await this.#opened(source.path, timeout);
    return new KvPartition({ ...limits, store, place, release: () => closed(store) });
  }

  async #opened(path: string, timeout: number): Promise<KvStore> {
    const opening = this.#connect(path);
    try {
      return await within(timeout, "the database", opening);
    } catch (error) {
      // One that is open in the end is nobody's by then.
      opening.then(closed, () => {});
      throw refused("path", "lead to a database", error);
    }
  }

  /** Sorted, partitions are in the order in which they were built; a node that stands twice in a flow builds twice. */
  #uniqueRun(): string {
    const time = new Date(this.#clock()).toISOString().replaceAll(/[-:.]/g, "");
    return `${time}-${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  }
}

/** A database of the session manager, which stays its own. */
async function shared(
  { database }: Extract<KvConfig["source"], { database: string }>,
  sessionManager: unknown,
): Promise<KvStore> {
  const manager = (sessionManager ?? {}) as Partial<SharedStores>;
  if (typeof manager.session !== "function") {
    throw new Error(
      "Cannot build the partition as database needs a session manager with a session function: " +
        "there is none",
    );
  }
  try {
    return await manager.session(database);
  } catch (error) {
    throw refused("database", "be known to the session manager", error);
  }
}

/** Whoever else closed it, closed it is: a close must not fail for want of something to do. */
function closed(store: KvStore): void {
  try {
    store.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
