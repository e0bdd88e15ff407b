import { changeOwn, freezeOwn } from "../values/change.ts";
import { deepEqual } from "../values/equality.ts";

/** How a batch is handed over. */
export interface Handover<E> {
  /** Whether the array and its events are frozen. */
  readonly frozen: boolean;
  /** What else counts as the same event. */
  equal?(a: E, b: E): boolean;
}

/** One batch as it is handed to a sink: an array and events of its own, watched for changes. */
export class Batch<E> {
  /** What the sink is given. */
  readonly items: E[];
  readonly #masters: readonly E[];
  readonly #own: readonly E[];
  readonly #equal: Handover<E>["equal"];

  /** @param masters the events. @param own the sink's own, equal to them in turn. */
  constructor(masters: readonly E[], own: readonly E[], { frozen, equal }: Handover<E>) {
    this.#masters = masters;
    this.#own = own;
    this.#equal = equal;
    this.items = own.slice();
    if (!frozen) return;
    own.forEach((event, index) => freezeOwn(event, masters[index]));
    Object.freeze(this.items);
  }

  /** What the sink changed so far: the array, an event, both or nothing. */
  tampered(): readonly ("batch" | "event")[] {
    const { items } = this;
    const own = this.#own;
    const batch = items.length !== own.length ||
      own.some((event, index) => !Object.is(items[index], event));
    const changed = own.some((event, index) => !this.#isAsGiven(event, this.#masters[index]!));
    return [...(batch ? ["batch" as const] : []), ...(changed ? ["event" as const] : [])];
  }

  #isAsGiven(event: E, master: E): boolean {
    return deepEqual(event, master) || this.#equal?.(event, master) === true;
  }

  /** Does what a caller may do with its own batch after the call. Whether there was anything to do it to. */
  leaveBehind(afterwards: "array-reused" | "event-changed"): boolean {
    if (Object.isFrozen(this.items) || this.#own.length === 0) return false;
    if (afterwards === "array-reused") {
      this.items.length = 0;
      return true;
    }
    return this.#own.map((event, index) => changeOwn(event, this.#masters[index])).includes(true);
  }
}
