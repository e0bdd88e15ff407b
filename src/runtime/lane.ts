import type { MaybePromise } from "../protocol/mod.ts";
import { unwrap } from "./batch.ts";
import { isThenable } from "../protocol/thenable.ts";
import type { Worker } from "./worker.ts";

/**
 * A worker with the one batch that is being filled for it. It holds at most that batch and the one the worker is
 * busy with, whatever the source offers: this is all the buffering a run does.
 */
export class Lane {
  readonly worker: Worker;
  /** How many epochs it was told have ended. */
  epochs = 0;
  /** Items dealt and not handed over yet. */
  inbox: unknown[] = [];
  /** Settles, and never rejects, when the worker is free again; absent when it is. */
  busy: Promise<void> | undefined;
  readonly #failed: (thrown: unknown, lane: Lane) => void;

  constructor(worker: Worker, failed: (thrown: unknown, lane: Lane) => void) {
    this.worker = worker;
    this.#failed = failed;
  }

  /** Sets the worker to work; it must be free. Whatever fails is reported, never thrown. */
  occupy(work: (worker: Worker) => MaybePromise<void>): void {
    try {
      const result = work(this.worker);
      if (!isThenable(result)) return;
      this.busy = this.#follow(result);
    } catch (error) {
      this.#failed(error, this);
    }
  }

  /** Hands the inbox over; the worker must be free. */
  hand(): void {
    const items = this.inbox;
    this.inbox = [];
    if (items.length > 0) this.occupy((worker) => worker.process(unwrap(items)));
  }

  /** Ends the epoch; the worker must be free. */
  endEpoch(): void {
    this.epochs++;
    this.occupy((worker) => worker.endEpoch());
  }

  async #follow(work: PromiseLike<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#failed(error, this);
    } finally {
      this.busy = undefined;
    }
  }
}
