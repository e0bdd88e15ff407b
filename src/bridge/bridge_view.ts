import type { AsyncBridge, BridgeTask } from "../protocol/mod.ts";
import type { Bridge, Task } from "./bridge.ts";
import { TrackedPromise } from "./tracked_promise.ts";

/**
 * The bridge as the partitions of one worker see it: they can run work, and nothing else. It keeps count of the
 * work, so that a call counts as done only when all it started has settled.
 */
export class BridgeView {
  /** What is handed to `buildPartition`. */
  readonly lent: AsyncBridge;
  readonly #unsettled = new Set<Promise<void>>();
  #rejected: Rejection[] = [];
  #tasks: TaskNote[] = [];
  #inCall = false;

  constructor(bridge: Bridge) {
    const entered = (tracked: TrackedPromise<unknown>): void => this.#enter(tracked);
    this.lent = Object.freeze({
      get alive(): boolean {
        return bridge.alive;
      },
      run: <T>(task: Task<T>, { timeout }: { timeout?: number } = {}): Promise<T> => {
        const note = this.#note();
        const work = bridge.run(task, { timeout, aborted: (how) => note.aborted = how });
        work.then(() => note.outcome = "fulfilled", () => note.outcome = "rejected");
        return TrackedPromise.track(work, entered);
      },
    });
  }

  /** Whether nothing is in flight and nothing has failed unseen. */
  get idle(): boolean {
    return this.#unsettled.size === 0 && this.#rejected.every(({ by }) => by.observed);
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

  /** Waits for everything in flight, also for what that starts; throws the first error that nobody handles. */
  async settle(): Promise<void> {
    while (this.#unsettled.size > 0) await Promise.all(this.#unsettled);
    const unhandled = this.#rejected.find(({ by }) => !by.observed);
    this.#rejected = [];
    if (unhandled !== undefined) throw unhandled.error;
  }

  /** Waits no more for what is in flight: the call it belongs to was given up. */
  forget(): void {
    this.#unsettled.clear();
    this.#rejected = [];
  }

  #enter(tracked: TrackedPromise<unknown>): void {
    const settled = tracked.watch((error) => {
      if (!tracked.observed) this.#rejected.push({ by: tracked, error });
    });
    this.#unsettled.add(settled);
    settled.then(() => this.#unsettled.delete(settled));
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

/** A promise that rejected before anybody handled it. A handler may still come, until the call is over. */
interface Rejection {
  readonly by: TrackedPromise<unknown>;
  readonly error: unknown;
}
