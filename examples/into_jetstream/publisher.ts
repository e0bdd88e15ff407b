import { jetstream } from "@nats-io/jetstream";
import { attempted } from "./attempts.ts";
import type { RetryLimits } from "./config.ts";
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
    let left = messages;
    try {
      await attempted(this.#connection, this.#retry, async () => {
        const outcomes = await this.#outcomes(left);
        const failed = outcomes.findIndex(({ status }) => status === "rejected");
        if (failed < 0) return;
        left = left.slice(failed);
        throw (outcomes[failed] as PromiseRejectedResult).reason;
      });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        "Cannot write as JetStream must acknowledge each message: " +
          `${left.length} of ${messages.length} are not, as of ${reason}`,
        { cause },
      );
    }
  }

  /** Publishes all at once. What became of each. @throws {Error} when there is no connection. */
  async #outcomes(messages: readonly Message[]): Promise<readonly PromiseSettledResult<unknown>[]> {
    const { timeout } = this.#retry;
    const { subject, stream: streamName } = this.#target;
    const client = jetstream(await this.#connection.open());
    return await Promise.allSettled(
      messages.map(({ id, data }) =>
        client.publish(subject, data, { msgID: id, expect: { streamName }, timeout })
      ),
    );
  }
}
