import { MultiErrorReply, RedisClient, type RedisClientType } from "@redis/client";

/** Makes clients. `createClient` would make a class of some hundred commands for each URL anew. */
const clientOf = RedisClient.factory();

/**
 * A connection to Redis on which a task is done in time or fails, and is never done twice: the client neither
 * connects again behind a task nor keeps commands for later, and a task whose time is up ends with its connection.
 */
export class Connection {
  readonly #url: string;
  readonly #timeout: number;
  #client: RedisClientType | undefined;

  /** @param timeout milliseconds that a task may take, the time to connect included. */
  constructor(url: string, timeout: number) {
    this.#url = url;
    this.#timeout = timeout;
  }

  /**
   * Does a task over the connection, which is made anew if it was lost since the last one.
   *
   * @param what the action and its requirement, for the message: "write as …".
   * @throws {Error} when Redis refuses it or cannot be reached, or when the time is up; what became of it on the
   * server is not known then.
   */
  async run<T>(what: string, task: (client: RedisClientType) => Promise<T>): Promise<T> {
    const client = this.#usable();
    let late = false;
    // The client's own time limit ends with the sending of a command: one that is not answered waits for ever.
    const timer = setTimeout(() => {
      late = true;
      client.destroy();
    }, this.#timeout);
    try {
      if (!client.isReady) await client.connect();
      return await task(client);
    } catch (cause) {
      client.destroy();
      const reason = late ? `no answer came within ${this.#timeout} ms` : reasonOf(cause);
      throw new Error(`Cannot ${what}: ${reason}`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends it at once; nothing is waiting between two tasks. */
  close(): void {
    this.#client?.destroy();
  }

  /** The client, or a new one where there is none or it has lost its connection. */
  #usable(): RedisClientType {
    if (this.#client?.isReady) return this.#client;
    this.close();
    return this.#client = idle(this.#url, this.#timeout);
  }
}

/** A client that connects when it is told to, and only then. */
function idle(url: string, timeout: number): RedisClientType {
  const client = clientOf({
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: false, connectTimeout: timeout },
  });
  // Without a listener a lost connection ends the process; the next task tells of it.
  return client.on("error", () => {});
}

/** What Redis or the network says. */
function reasonOf(error: unknown): string {
  // Of a transaction the client tells only how many of its commands failed.
  const [first = error] = error instanceof MultiErrorReply ? error.errors() : [];
  return first instanceof Error ? first.message : String(first);
}
