import type { MaybePromise } from "./sink_partition.ts";

/** Whether a value is to be awaited; one whose `then` cannot be read is, and rejects. */
export function isThenable<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  try {
    return typeof (value as PromiseLike<T>).then === "function";
  } catch {
    return true;
  }
}
