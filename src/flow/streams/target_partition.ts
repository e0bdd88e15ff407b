import type { Clock } from "../../bridge/clock.ts";
import { describe } from "../../protocol/describe.ts";
import type { MaybePromise, SinkPartition } from "../../protocol/mod.ts";
import type { Target } from "./target.ts";

/** How long a call may take. */
export interface CallTimeout {
  /** In milliseconds; as long as it takes, when absent. */
  readonly timeout: number | undefined;
  readonly clock: Clock;
}

/** The life of a partition around its target: open, perhaps failed, closed. */
export class TargetPartition<E> implements SinkPartition<E> {
  readonly #target: Target<E>;
  readonly #limit: CallTimeout;
  #failure: Error | undefined;
  #closing: Promise<void> | undefined;

  constructor(target: Target<E>, limit: CallTimeout) {
    this.#target = target;
    this.#limit = limit;
  }

  async writeBatch(items: readonly E[]): Promise<void> {
    const state = this.#closing ? "closed" : this.#failure ? "failed" : "open";
    if (state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${state}`);
    }
    if (items.length === 0) return;
    try {
      // The array belongs to the caller.
      await this.#bounded("write", () => this.#target.write([...items]));
    } catch (thrown) {
      this.#failure = errorOf("write", thrown);
      throw this.#failure;
    }
  }

  /** Every close gives the first one's outcome: one that failed does not succeed when it is asked again. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    try {
      await this.#bounded("close", () => this.#target.close(this.#failure));
    } catch (thrown) {
      const error = errorOf("close", thrown);
      this.#target.abort(error);
      // The run fails with the cause of the write; an error here would end the process.
      if (!this.#failure) throw error;
    }
  }

  /** Does work of the target, and gives up waiting when it takes too long. */
  async #bounded(action: string, work: () => MaybePromise<void>): Promise<void> {
    const { timeout, clock } = this.#limit;
    if (timeout === undefined) return await work();
    const { promise: late, reject } = Promise.withResolvers<never>();
    const callOff = clock.after(
      timeout,
      () =>
        reject(
          new Error(`Cannot ${action} as it must take at most ${timeout} ms: it has not settled`),
        ),
    );
    try {
      await Promise.race([work(), late]);
    } finally {
      callOff();
    }
  }
}

/** What was thrown, as an error. */
function errorOf(action: string, thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const text = `Cannot ${action} as the target must take it: it failed with ${describe(thrown)}`;
  return new Error(text, { cause: thrown });
}
