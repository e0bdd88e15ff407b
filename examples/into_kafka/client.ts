import { setTimeout } from "node:timers/promises";
import {
  type Admin,
  Kafka,
  type KafkaJSError,
  logLevel,
  Partitioners,
  type Producer,
} from "kafkajs";
import { within } from "../config/within.ts";
import type { ClusterConfig, RetryLimits } from "./config.ts";
import { type Address, Sockets } from "./sockets.ts";

/** A client of Kafka that does one thing at a time: in time, or it has failed, and nothing goes on behind it. */
export class Client {
  readonly #retry: RetryLimits;
  readonly #end = new AbortController();
  readonly #sockets: Sockets;
  readonly #kafka: Kafka;

  constructor({ brokers, tls, sasl, retry }: ClusterConfig, route: (broker: Address) => Address) {
    this.#retry = retry;
    this.#sockets = new Sockets(route, this.#end.signal);
    // So that what hangs is tried again before the time is up.
    const part = Math.ceil(retry.timeout / 3);
    this.#kafka = new Kafka({
      brokers: [...brokers],
      ssl: tls,
      ...(sasl && { sasl }),
      connectionTimeout: part,
      authenticationTimeout: part,
      requestTimeout: part,
      // The fewest that an idempotent producer takes; the others are made here, where they can be ended.
      retry: { retries: 1, initialRetryTime: 10 },
      socketFactory: this.#sockets.factory,
      logLevel: logLevel.NOTHING, // It is told by errors.
    });
  }

  /** What topics there are; not connected yet. */
  admin(): Admin {
    const admin = this.#kafka.admin();
    admin.on(admin.events.REQUEST_TIMEOUT, () => this.#sockets.cut());
    return admin;
  }

  /** Stores a message once, however often it is sent; not connected yet. */
  producer(): Producer {
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    // Another attempt over a connection that hangs would hang, too.
    producer.on(producer.events.REQUEST_TIMEOUT, () => this.#sockets.cut());
    return producer;
  }

  /**
   * Tries something, each time over a new connection.
   *
   * @throws {Error} of the last attempt, of the first one that Kafka itself refuses, or that the time is over. The
   * client is closed then.
   */
  async attempted<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await within(this.#retry.timeout, "Kafka", this.#attempts(attempt));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async #attempts<T>(attempt: () => Promise<T>): Promise<T> {
    const { signal } = this.#end;
    for (let number = 1;; number++) {
      try {
        return await attempt();
      } catch (error) {
        if (signal.aborted || isFinal(error) || number >= this.#retry.attempts) throw error;
        this.#sockets.cut();
        await setTimeout(Math.min(50 * 2 ** (number - 1), 1600), undefined, { signal });
      }
    }
  }

  /** Ends its connections at once, and lets it make no other. */
  close(): void {
    this.#end.abort();
  }
}

/**
 * Whether another attempt would be refused as well. By its members: kafkajs names its classes of errors to types alone.
 */
function isFinal(error: unknown): boolean {
  const { cause = error } = error as Partial<KafkaJSError>; // It wraps what it gave up on.
  return (cause as Partial<KafkaJSError>).retriable === false;
}
