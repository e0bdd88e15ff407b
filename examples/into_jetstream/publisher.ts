import { setTimeout } from "node:timers/promises";
import { jetstream, JetStreamApiError } from "@nats-io/jetstream";
import { pauseBefore, type RetryLimits } from "./config.ts";
import type { Connection } from "./connection.ts";
import type { Message } from "./messages.ts";

/** Where messages go. */
export interface Target {
  readonly subject: string;
  /** The stream that keeps the subject: another one must not take the messages. */
  readonly stream: string;
}

/** Publishes messages until all of them are acknowledged, or it is given up. */
export class Publisher {
  readonly #connection: Connection;
  readonly #target: Target;
  readonly #retry: RetryLimits;

  constructor(connection: Connection, target: Target, retry: RetryLimits) {
    this.#connection = connection;
    this.#target = target;
    this.#retry = retry;
  }

  /**
   * Stores messages in their order, each once.
   *
   * What is not acknowledged may be stored or not: it is published again over another connection, from the first
   * such message on. JetStream leaves out what it has by its id, and what it has is the beginning of them.
   *
   * @throws {Error} when JetStream refuses one, or the last attempt fails; a part of them, from the first on, may be
   * stored then.
   */
  async publish(messages: readonly Message[]): Promise<void> {
    const { attempts } = this.#retry;
    let left = messages;
    for (let attempt = 1;; attempt++) {
      const { acknowledged, error } = await this.#attempt(left);
      left = left.slice(acknowledged);
      if (left.length === 0) return;
      if (error instanceof JetStreamApiError) throw error;
      await this.#connection.close();
      if (attempt === attempts) {
        throw new Error(
          `Cannot write as JetStream must acknowledge each message in ${attempts} attempts: ` +
            `${left.length} of ${messages.length} are not, as of ${String(error)}`,
          { cause: error },
        );
      }
      await setTimeout(pauseBefore(attempt + 1));
    }
  }

  /** Publishes all at once. How many were acknowledged from the first on, and why the next one was not. */
  async #attempt(messages: readonly Message[]): Promise<{ acknowledged: number; error?: unknown }> {
    const { timeout } = this.#retry;
    const { subject, stream: streamName } = this.#target;
    try {
      const client = jetstream(await this.#connection.open());
      const outcomes = await Promise.allSettled(
        messages.map(({ id, data }) =>
          client.publish(subject, data, { msgID: id, expect: { streamName }, timeout })
        ),
      );
      const failed = outcomes.findIndex(({ status }) => status === "rejected");
      if (failed < 0) return { acknowledged: messages.length };
      return { acknowledged: failed, error: (outcomes[failed] as PromiseRejectedResult).reason };
    } catch (error) {
      return { acknowledged: 0, error };
    }
  }
}
