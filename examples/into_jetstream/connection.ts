import { connect, type NatsConnection } from "@nats-io/transport-node";

/** A connection to NATS that is made anew by whoever needs it, and never behind a call. */
export class Connection {
  readonly #url: string;
  readonly #timeout: number;
  #nats: NatsConnection | undefined;

  /** @param timeout milliseconds to wait for a connection. */
  constructor(url: string, timeout: number) {
    this.#url = url;
    this.#timeout = timeout;
  }

  /** The connection, made anew where there is none or it was lost. @throws {Error} when there can be none. */
  async open(): Promise<NatsConnection> {
    if (this.#nats && !this.#nats.isClosed()) return this.#nats;
    return this.#nats = await connect({
      servers: this.#url,
      timeout: this.#timeout,
      // A client that connects again by itself does not tell when, nor what of its buffer was sent.
      reconnect: false,
      noAsyncTraces: true,
    });
  }

  /** Ends it at once, and what waits for it with an error. */
  async close(): Promise<void> {
    await this.#nats?.close();
  }
}
