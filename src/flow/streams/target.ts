import type { MaybePromise } from "../../protocol/mod.ts";

/** Where one partition writes. Its methods are called one after the other, `write` never after it failed. */
export interface Target<E> {
  /** Writes a batch; what it needs of it, it takes before it waits. */
  write(items: readonly E[]): MaybePromise<void>;
  /** Flushes and releases. Called once. */
  close(failure?: Error): MaybePromise<void>;
  /** Gives up what still goes on, and waits for nothing: a close took too long. */
  abort(reason: Error): void;
}
