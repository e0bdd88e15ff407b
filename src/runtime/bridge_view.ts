import type { AsyncBridge, BridgeTask } from "../protocol/mod.ts";
import type { Bridge, Task } from "./bridge.ts";
import { type Ledger, TrackedPromise, type Unhandled } from "./tracked_promise.ts";

/**
 * The bridge as the partitions of one worker see it: they can run work, and nothing else. It keeps count of the
 * work, so that a call counts as done only when all it started has settled.
 */
export class BridgeView {
  /** What is handed to `buildPartition`. */
  readonly lent: AsyncBridge;
  readonly #unsettled = new Set<Promise<unknown>>();
  #unhandled: Unhandled | undefined;
  #tasks: Mutable<BridgeTask>[] = [];
  #inCall = false;

  constructor(bridge: Bridge) {
    const ledger: Ledger = { enter: (settled) => this.#enter(settled) };
    this.lent = Object.freeze({
      get alive(): boolean {
        return bridge.alive;
      },
      run: <T>(task: Task<T>, options?: { timeout?: number }): Promise<T> => {
        const work = bridge.run(task, options?.timeout);
        this.#record(work);
        return TrackedPromise.track(work, ledger);
      },
    });
  }

  /** Whether nothing is in flight and nothing has failed unseen. */
  get idle(): boolean {
    return this.#unsettled.size === 0 && this.#unhandled === undefined;
  }

  /** A call begins: what is started from now on belongs to it. */
  enterCall(): void {
    this.#inCall = true;
  }

  /** The call has settled; gives the tasks since the last one. */
  leaveCall(): readonly BridgeTask[] {
    this.#inCall = false;
    const tasks = this.#tasks;
    this.#tasks = [];
    return tasks;
  }

  /** Waits for everything in flight, also for what that starts; throws an error that nobody else will see. */
  async settle(): Promise<void> {
    while (this.#unsettled.size > 0) await Promise.all(this.#unsettled);
    const unhandled = this.#unhandled;
    this.#unhandled = undefined;
    if (unhandled !== undefined) throw unhandled.error;
  }

  #enter(settled: Promise<Unhandled | undefined>): void {
    const entry = settled.then((unhandled) => {
      this.#unhandled ??= unhandled;
      this.#unsettled.delete(entry);
    });
    this.#unsettled.add(entry);
  }

  #record(work: Promise<unknown>): void {
    const task: Mutable<BridgeTask> = {
      started: this.#inCall ? "within" : "after",
      outcome: "unsettled",
    };
    this.#tasks.push(task);
    work.then(() => task.outcome = "fulfilled", () => task.outcome = "rejected");
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
