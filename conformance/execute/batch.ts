import { deepEqual } from "./equality.ts";
import { changeValue, copyValue, deepFreeze } from "./values.ts";

/** One batch as it is handed to a sink: an array and events of its own, watched for changes. */
export class Batch<E> {
  /** What the sink is given. */
  readonly items: E[];
  /** What the caller does to it once the call has settled. */
  afterwards?: "array-reused" | "event-changed";
  readonly #masters: readonly E[];
  readonly #copies: readonly E[];

  /** @param next gives the master of each event; the sink gets copies. */
  constructor(length: number, next: (index: number) => E, frozen: boolean) {
    this.#masters = Array.from({ length }, (_, index) => next(index));
    this.items = this.#masters.map(copyValue);
    this.#copies = this.items.slice();
    if (frozen) deepFreeze(this.items);
  }

  /** What the sink changed so far: the array, an event, both or nothing. */
  tampered(): ("batch" | "event")[] {
    const { items } = this;
    const copies = this.#copies;
    const batch = items.length !== copies.length ||
      copies.some((copy, index) => !Object.is(items[index], copy));
    const event = copies.some((copy, index) => !deepEqual(copy, this.#masters[index]));
    return [...(batch ? ["batch" as const] : []), ...(event ? ["event" as const] : [])];
  }

  /** Does what a caller may do with its own batch after the call. What was really done. */
  leaveBehind(): "array-reused" | "event-changed" | undefined {
    if (Object.isFrozen(this.items) || this.#copies.length === 0) return undefined;
    if (this.afterwards === "array-reused") {
      this.items.length = 0;
      return "array-reused";
    }
    if (this.afterwards !== "event-changed") return undefined;
    const changed = this.#copies.map(changeValue);
    return changed.includes(true) ? "event-changed" : undefined;
  }
}
