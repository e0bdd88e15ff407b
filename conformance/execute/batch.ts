import { deepEqual } from "./equality.ts";
import { changeValue, copyValue, deepFreeze } from "./values.ts";

/** One batch as it is handed to a sink: an array and events of its own, watched for changes. */
export class Batch<E> {
  /** What the sink is given. */
  readonly items: E[];
  readonly #masters: readonly E[];
  readonly #copies: readonly E[];

  /** @param masters the events; the sink gets copies of them. */
  constructor(masters: readonly E[], frozen: boolean) {
    this.#masters = masters;
    this.items = masters.map(copyValue);
    this.#copies = this.items.slice();
    if (frozen) deepFreeze(this.items);
  }

  /** What the sink changed so far: the array, an event, both or nothing. */
  tampered(): readonly ("batch" | "event")[] {
    const { items } = this;
    const copies = this.#copies;
    const batch = items.length !== copies.length ||
      copies.some((copy, index) => !Object.is(items[index], copy));
    const event = copies.some((copy, index) => !deepEqual(copy, this.#masters[index]));
    return [...(batch ? ["batch" as const] : []), ...(event ? ["event" as const] : [])];
  }

  /** Does what a caller may do with its own batch after the call. Whether there was anything to do it to. */
  leaveBehind(afterwards: "array-reused" | "event-changed"): boolean {
    if (Object.isFrozen(this.items) || this.#copies.length === 0) return false;
    if (afterwards === "array-reused") {
      this.items.length = 0;
      return true;
    }
    return this.#copies.map(changeValue).includes(true);
  }
}
