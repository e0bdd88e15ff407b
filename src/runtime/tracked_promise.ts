/** Hears of every tracked promise and of the first handler each gets. */
export interface Ledger {
  /** A promise was made; `settled` fulfills once it has settled, with its error when nobody handled it. */
  enter(settled: Promise<Unhandled | undefined>): void;
}

/** An error that no handler of the sink will ever see. */
export interface Unhandled {
  readonly error: unknown;
}

/**
 * A promise that knows whether anybody observes it. A sink may hand work to its bridge and return nothing: then
 * nobody but the runtime is left to see that it failed.
 *
 * What `then` gives is tracked as well, so `run(…).then(count)` does not hide a failure either. A subclass,
 * because `await` calls the `then` of a subclass, while it looks past one put on a plain promise.
 */
export class TrackedPromise<T> extends Promise<T> {
  #ledger: Ledger | undefined;
  #observed = false;

  /** What the language itself derives is plain; {@linkcode then} tracks it. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  static track<T>(source: Promise<T>, ledger: Ledger): TrackedPromise<T> {
    const tracked = new TrackedPromise<T>((resolve, reject) => source.then(resolve, reject));
    tracked.#ledger = ledger;
    const settled = Promise.prototype.then.call(
      tracked,
      () => undefined,
      (error) => tracked.#observed ? undefined : { error },
    );
    ledger.enter(settled as Promise<Unhandled | undefined>);
    return tracked;
  }

  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#observed = true;
    const derived = super.then(onFulfilled, onRejected);
    return this.#ledger === undefined ? derived : TrackedPromise.track(derived, this.#ledger);
  }
}
