import type { BridgeTask } from "../protocol/mod.ts";
import type { Clock } from "./clock.ts";

/** What a task on the bridge is: it gets a signal that is aborted when its time is up. */
export type Task<T> = (signal: AbortSignal) => PromiseLike<T>;

/** How a task is run. */
export interface TaskOptions {
  /** Milliseconds until its signal is aborted; none by default. */
  readonly timeout?: number | undefined;
  /** Hears, once its signal was aborted, whether the task ended then. */
  readonly aborted?: (how: NonNullable<BridgeTask["aborted"]>) => void;
}

/**
 * The owner's side of the bridge; partitions see a {@linkcode BridgeView} of it. Tasks run in the order they are
 * given and overlap freely.
 */
export class Bridge {
  readonly #clock: Pick<Clock, "after" | "turn">;
  readonly #running = new Set<RunningTask>();
  #shutdown: Promise<void> | undefined;

  constructor(clock: Pick<Clock, "after" | "turn">) {
    this.#clock = clock;
  }

  /** Whether work is still accepted. */
  get alive(): boolean {
    return this.#shutdown === undefined;
  }

  /** Runs a task; when its time has run out its signal is aborted, and the wait for it ends with an error. */
  run<T>(task: Task<T>, { timeout, aborted }: TaskOptions = {}): Promise<T> {
    if (!this.alive) {
      return Promise.reject(
        new Error("Cannot run a task as the bridge must be alive: it was shut down"),
      );
    }
    const controller = new AbortController();
    const work = start(task, controller.signal);
    const running: RunningTask = { controller, ended: work.then(nothing, nothing), aborted };
    this.#running.add(running);
    running.ended.then(() => this.#running.delete(running));
    return timeout === undefined ? work : this.#limit(work, running, timeout);
  }

  #limit<T>(work: Promise<T>, running: RunningTask, timeout: number): Promise<T> {
    return new Promise((resolve, reject) => {
      let late = false;
      const callOff = this.#clock.after(timeout, async () => {
        late = true;
        const message =
          `Cannot finish the bridge task as it must end within ${timeout} ms: it did not`;
        const reason = new DOMException(message, "TimeoutError");
        await this.#abort(running, reason);
        reject(reason);
      });
      // A task that answers the abort, with a result or with an error of its own, is late all the same.
      const inTime = <V>(settle: (value: V) => void) => (value: V): void => {
        if (late) return;
        callOff();
        settle(value);
      };
      work.then(inTime(resolve), inTime(reject));
    });
  }

  /** Aborts the signal of a task. One that honours it gets a turn of the event loop to end. */
  async #abort({ controller, ended, aborted }: RunningTask, reason: DOMException): Promise<void> {
    if (controller.signal.aborted) return;
    aborted?.("ignored");
    controller.abort(reason);
    const honoured = await Promise.race([ended.then(() => true), this.#clock.turn()]);
    if (honoured) aborted?.("honoured");
  }

  /**
   * Refuses new work and waits for what is in flight, at most `grace` milliseconds; then aborts what is left.
   * Idempotent: a second call waits for the first.
   */
  shutdown(grace: number): Promise<void> {
    this.#shutdown ??= this.#drain(grace);
    return this.#shutdown;
  }

  async #drain(grace: number): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const callOff = this.#clock.after(grace, resolve);
    await Promise.race([Promise.all([...this.#running].map(({ ended }) => ended)), late]);
    callOff();
    const message = "Cannot finish a task as the bridge must be alive: it was shut down";
    const reason = new DOMException(message, "AbortError");
    await Promise.all([...this.#running].map((running) => this.#abort(running, reason)));
  }
}

interface RunningTask {
  readonly controller: AbortController;
  /** Fulfills when the task has ended, in whatever way. */
  readonly ended: Promise<void>;
  readonly aborted: TaskOptions["aborted"];
}

/** A task that throws before it gives a promise is a task that failed. */
async function start<T>(task: Task<T>, signal: AbortSignal): Promise<T> {
  return await task(signal);
}

function nothing(): void {}
