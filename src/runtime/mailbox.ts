import type { MaybePromise } from "../protocol/mod.ts";
import { isThenable } from "../protocol/thenable.ts";
import { unwrap } from "./payloads.ts";
import type { Worker } from "./worker.ts";

/** What a mailbox is given beside its worker. */
export interface MailboxSettings {
  /** How many items fill it. */
  readonly size: number;
  /** Hears of whatever fails in the worker. */
  readonly failed: (thrown: unknown) => void;
}

/**
 * A worker with the one batch that is being filled for it. It holds at most that batch and the one the worker is
 * busy with, whatever the source offers: this is all the buffering a run does.
 */
export class Mailbox {
  readonly worker: Worker;
  readonly #size: number;
  readonly #failed: (thrown: unknown) => void;
  #items: unknown[] = [];
  #work: Promise<void> | undefined;
  #epochs = 0;

  constructor(worker: Worker, { size, failed }: MailboxSettings) {
    this.worker = worker;
    this.#size = size;
    this.#failed = failed;
  }

  /** Takes an item. Whether it is full then: it must be flushed before it takes another. */
  offer(item: unknown): boolean {
    return this.#items.push(item) >= this.#size;
  }

  /** Whether nothing waits in it. */
  get empty(): boolean {
    return this.#items.length === 0;
  }

  /** Whether the worker is free. */
  get idle(): boolean {
    return this.#work === undefined;
  }

  /** Waits until the worker is free; never rejects. */
  async untilIdle(): Promise<void> {
    await this.#work;
  }

  /** How many epochs it was told have ended. */
  get epochs(): number {
    return this.#epochs;
  }

  /** Hands over what waits; the worker must be free. */
  flush(): void {
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.occupy((worker) => worker.process(unwrap(items)));
  }

  /** Ends the epoch; the worker must be free. */
  endEpoch(): void {
    this.#epochs++;
    this.occupy((worker) => worker.endEpoch());
  }

  /** Sets the worker to work; it must be free. Whatever fails is reported, never thrown. */
  occupy(work: (worker: Worker) => MaybePromise<void>): void {
    try {
      const result = work(this.worker);
      if (isThenable(result)) this.#work = this.#follow(result);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #follow(work: PromiseLike<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#work = undefined;
    }
  }
}
