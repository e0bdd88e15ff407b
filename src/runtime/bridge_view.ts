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
  #tasks: TaskNote[] = [];
  #inCall = false;

  constructor(bridge: Bridge) {
    const ledger: Ledger = { enter: (settled) => this.#enter(settled) };
    this.lent = Object.freeze({
      get alive(): boolean {
        return bridge.alive;
      },
      run: <T>(task: Task<T>, options?: { timeout?: number }): Promise<T> => {
        const note = this.#note();
        const work = bridge.run(noting(task, note), options?.timeout);
        work.then(() => note.outcome = "fulfilled", () => note.outcome = "rejected");
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

  #note(): TaskNote {
    const note: TaskNote = {
      started: this.#inCall ? "within" : "after",
      outcome: "unsettled",
    };
    this.#tasks.push(note);
    return note;
  }
}

/** What a trace says of a task; it is still filled in when the call that started the task has been recorded. */
type TaskNote = { -readonly [K in keyof BridgeTask]: BridgeTask[K] };

/** The task, with a note of whether it ended once its signal was aborted. */
function noting<T>(task: Task<T>, note: TaskNote): Task<T> {
  return async (signal) => {
    signal.addEventListener("abort", () => note.aborted = "ignored", { once: true });
    try {
      return await task(signal);
    } finally {
      if (note.aborted !== undefined) note.aborted = "honoured";
    }
  };
}
