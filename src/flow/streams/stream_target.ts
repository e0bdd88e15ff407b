import type { Target } from "./target.ts";

const endedEarly =
  "Cannot go on as the pipeline must end after its beginning was closed: it has ended before";

/** The beginning of a pipeline as a target: each call waits until the stream has taken all its chunks. */
export class StreamTarget<E, T> implements Target<E> {
  readonly #writer: WritableStreamDefaultWriter<T>;
  readonly #chunksOf: (items: readonly E[]) => readonly T[];
  /** Fulfilled once all that the stream leads to has settled, whichever way. */
  readonly #ended: Promise<unknown>;
  #closing = false;
  /** What failed first, of the stream or of the end of its pipeline. */
  #broken: { readonly reason: unknown } | undefined;
  /** Fails the call that waits, if one does. */
  #fail: (reason: unknown) => void = () => {};

  /**
   * @param chunksOf takes a batch apart; it owes nothing to the batch afterwards.
   * @param ends promises of what the stream leads to: fulfilled once all has arrived, and not before the close.
   * @throws {TypeError} when the stream is locked.
   */
  constructor(
    writable: WritableStream<T>,
    chunksOf: (items: readonly E[]) => readonly T[],
    ends: readonly PromiseLike<unknown>[] = [],
  ) {
    this.#writer = writable.getWriter();
    this.#chunksOf = chunksOf;
    // Listened to from the start: it may fail between two calls, and a call made after that has lost the reason.
    this.#writer.closed.catch((reason) => this.#break(reason));
    this.#ended = Promise.all(ends.map((end) =>
      end.then(
        () => this.#closing ? undefined : this.#break(new Error(endedEarly)),
        (reason) => this.#break(reason),
      )
    ));
  }

  write(items: readonly E[]): Promise<void> {
    const chunks = this.#chunksOf(items);
    return this.#unlessBroken(() => this.#writeAll(chunks));
  }

  async close(): Promise<void> {
    this.#closing = true;
    try {
      await this.#unlessBroken(() => this.#writer.close());
    } finally {
      // What the end holds is released when it settles, also after a failure.
      await this.#ended;
    }
    if (this.#broken) throw this.#broken.reason;
  }

  abort(reason: unknown): void {
    // Not awaited: it waits for the write in flight, which may never settle.
    this.#writer.abort(reason).catch(() => {});
  }

  async #writeAll(chunks: readonly T[]): Promise<void> {
    let last: Promise<void> | undefined;
    for (const chunk of chunks) {
      await this.#writer.ready;
      last = this.#writer.write(chunk);
      // A stream that has failed fails all that follows with the same reason: the next ready, or the last write.
      last.catch(() => {});
    }
    await last;
  }

  #break(reason: unknown): void {
    if (this.#broken) return;
    this.#broken = { reason };
    this.#fail(reason);
    this.abort(reason);
  }

  /** Does work of the beginning, which may wait for ever once nobody reads at the end. */
  #unlessBroken(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#broken) return reject(this.#broken.reason);
      this.#fail = reject;
      work().then(resolve, reject);
    });
  }
}
