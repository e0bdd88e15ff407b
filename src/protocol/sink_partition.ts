/** A value, or a promise of it: a call that would block in Python may return a promise here. */
export type MaybePromise<T> = T | PromiseLike<T>;

/**
 * The write interface one worker holds for a whole run. Contravariant in its event.
 *
 * A runtime calls it as `writeBatch* close`, one call at a time, and awaits what a call returns before the
 * next. After a failed write nothing follows but `close`; there is no retry within a run.
 *
 * @example A partition over a plain array
 * ```ts
 * import type { SinkPartition } from "@watertight/sinks";
 *
 * function arrayPartition(stored: string[]): SinkPartition<string> {
 *   return { writeBatch: (items) => void stored.push(...items), close: () => {} };
 * }
 *
 * const stored: string[] = [];
 * const partition = arrayPartition(stored);
 * await partition.writeBatch(["a", "b"]);
 * await partition.close();
 * console.assert(stored.length === 2);
 * ```
 */
export interface SinkPartition<in E> {
  /**
   * Writes a batch of events; may buffer them until {@linkcode close}.
   *
   * A runtime may call it many times in an epoch, or once with an empty batch. Neither the array nor an
   * event belongs to the sink: it must not change them, nor rely on them after the call has settled.
   *
   * @throws {Error} when events cannot be stored; the run then fails with this cause.
   */
  writeBatch(items: readonly E[]): MaybePromise<void>;

  /**
   * Stores what is pending and releases every resource of the partition.
   *
   * Idempotent, and called also when nothing was written or after a failed write (then it must not throw).
   *
   * @throws {Error} when pending events cannot be stored on the clean path.
   */
  close(): MaybePromise<void>;
}
