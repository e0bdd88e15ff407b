/** Hears of every tracked promise when it is made. */
export type Entered = (tracked: TrackedPromise<unknown>) => void;

/**
 * A promise that knows whether anybody observes it. A sink may hand work to its bridge and return nothing: then
 * nobody but the bridge is left to see that it failed.
 *
 * What `then` gives is tracked as well, so `run(…).then(count)` does not hide a failure either. A subclass,
 * because `await` calls the `then` of a subclass, while it looks past one put on a plain promise.
 */
export class TrackedPromise<T> extends Promise<T> {
  #entered: Entered | undefined;
  #observed = false;

  /** What the language itself derives is plain; {@linkcode then} tracks it. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** A tracked promise that settles as another one does. */
  static track<T>(source: Promise<T>, entered: Entered): TrackedPromise<T> {
    const tracked = new TrackedPromise<T>((resolve, reject) => source.then(resolve, reject));
    tracked.#entered = entered;
    entered(tracked);
    return tracked;
  }

  /** Whether anybody has asked for its result. */
  get observed(): boolean {
    return this.#observed;
  }

  /** Fulfills once this has settled; that does not count as observing it. */
  watch(rejected: (error: unknown) => void): Promise<void> {
    return super.then(() => {}, rejected);
  }

  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#observed = true;
    const derived = super.then(onFulfilled, onRejected);
    return this.#entered === undefined ? derived : TrackedPromise.track(derived, this.#entered);
  }
}
