import { keyOf } from "../values/equality.ts";
import type { Subject } from "../subject.ts";
import { callHookSync } from "./fixture.ts";
import { Copies, identityKey, type Pool, type Supply } from "./pool.ts";

/** An event in the place of another one, which need not be of the pool. */
export interface Other<out E> {
  readonly value: E;
  /** An equal one, which shares nothing with it that can change. */
  fresh(): E;
}

/** A supply with other events at some places. */
export function withOthers<E>(
  { events, fresh }: Supply<E>,
  others: ReadonlyMap<number, Other<E>>,
): Supply<E> {
  const changed = events.slice();
  for (const [place, { value }] of others) changed[place] = value;
  return {
    events: changed,
    fresh: (place) => (others.get(place) ?? { fresh: () => fresh(place) }).fresh(),
  };
}

/** The event at a place of a supply. */
export function otherAt<E>({ events, fresh }: Supply<E>, place: number): Other<E> {
  return { value: events[place]!, fresh: () => fresh(place) };
}

/** How many simpler values are looked at from one that is: a step beyond leads nowhere. */
export const mostSimpler = 1000;

/**
 * The value that some steps lead to from the event at a place of a pool; `undefined` when they lead nowhere.
 *
 * @throws {FixtureError} when it can neither be copied nor drawn again.
 */
export function simplerAt<E>(
  subject: Subject<E>,
  pool: Pool<E>,
  place: number,
  steps: readonly number[],
): Other<E> | undefined {
  if (place >= pool.events.length || steps.some((step) => step >= mostSimpler)) return undefined;
  const drawn = () => nthOf(pool.simpler(place, steps.slice(0, -1)), steps.at(-1)!);
  const found = drawn();
  return found && otherOf(subject, found[0], () => drawn()![0]);
}

/** A value that is made anew by a copy, or by the draw that it came of. */
export function otherOf<E>(subject: Subject<E>, value: E, redraw: () => E): Other<E> {
  const copies = new Copies(subject, [value], redraw);
  return { value, fresh: () => copies.fresh(0) };
}

function nthOf<T>(values: Iterable<T>, n: number): [T] | undefined {
  let place = 0;
  for (const value of values) if (place++ === n) return [value];
  return undefined;
}

/** An event at a place, and steps to one that is simpler. */
export interface Simpler {
  readonly place: number;
  readonly steps: readonly number[];
}

/**
 * A pool in which simpler values stand at some places. All its events are still distinct: where the pool has such a
 * value already, what it takes the place of stands there. `undefined` when steps lead nowhere.
 */
export function withSimpler<E>(
  subject: Subject<E>,
  pool: Pool<E>,
  simpler: readonly Simpler[],
): Supply<E> | undefined {
  let supply: Supply<E> = pool;
  for (const { place, steps } of simpler) {
    const other = simplerAt(subject, pool, place, steps);
    if (!other) return undefined;
    const key = identityKey(subject, other.value);
    const twin = supply.events.findIndex((event) => identityKey(subject, event) === key);
    const displaced = otherAt(supply, place);
    supply = withOthers(
      supply,
      new Map([...(twin < 0 ? [] : [[twin, displaced]] as const), [place, other]]),
    );
  }
  return supply;
}

/** What events replace each other by, as text; every event is alone where none does. */
export function rivalKey<E>({ key }: Subject<E>, event: E): string | undefined {
  return key && callHookSync("key", () => keyOf(key(event)));
}
