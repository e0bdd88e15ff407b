import type { Clock } from "./clock.ts";

/** What a task on the bridge is: it gets a signal that is aborted when its time is up. */
export type Task<T> = (signal: AbortSignal) => PromiseLike<T>;

/**
 * The owner's side of the bridge, one for a run; partitions see a {@linkcode BridgeView} of it. Tasks run in the
 * order they are given and overlap freely.
 */
export class Bridge {
  readonly #clock: Clock;
  readonly #running = new Map<Promise<unknown>, AbortController>();
  #shutdown: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether work is still accepted. */
  get alive(): boolean {
    return this.#shutdown === undefined;
  }

  /** Runs a task; a timeout, in milliseconds, aborts its signal and rejects without waiting for it any longer. */
  run<T>(task: Task<T>, timeout: number | undefined): Promise<T> {
    if (!this.alive) {
      return Promise.reject(
        new Error("Cannot run a task as the bridge must be alive: it was shut down"),
      );
    }
    const controller = new AbortController();
    const work = start(task, controller.signal);
    this.#running.set(work, controller);
    const forget = (): void => void this.#running.delete(work);
    work.then(forget, forget);
    return timeout === undefined ? work : this.#limited(work, controller, timeout);
  }

  #limited<T>(work: Promise<T>, controller: AbortController, timeout: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const callOff = this.#clock.after(timeout, () => {
        const message = `Cannot finish a task as it must settle within ${timeout} ms: it has not`;
        const late = new DOMException(message, "TimeoutError");
        // The rejection comes first: a task that answers the abort with an error of its own is late all the same.
        reject(late);
        controller.abort(late);
      });
      work.finally(callOff).then(resolve, reject);
    });
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
    const settled = Promise.allSettled(this.#running.keys());
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const callOff = this.#clock.after(grace, resolve);
    await Promise.race([settled, late]);
    callOff();
    const message = "Cannot finish a task as the bridge must be alive: it was shut down";
    const reason = new DOMException(message, "AbortError");
    for (const controller of this.#running.values()) controller.abort(reason);
  }
}

/** A task that throws before it gives a promise is a task that failed. */
async function start<T>(task: Task<T>, signal: AbortSignal): Promise<T> {
  return await task(signal);
}
