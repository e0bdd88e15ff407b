import { describeThrown, describeValue, thrownText } from "../describe.ts";
import { copyPlainData, isPlainData } from "../values/copy.ts";
import { differenceOf } from "../values/difference.ts";
import { deepEqual, keyOf } from "../values/equality.ts";
import type { Subject } from "../subject.ts";
import { Draws } from "./event_source.ts";
import { callHookSync, type HookLimit } from "./fixture.ts";
import { FixtureError } from "./fixture_error.ts";

/** How many events a check draws: enough for the largest history, and what a control adds to it. */
const wanted = 2304;
const atMost = 4096;
const atLeast = 64;

/** The text of all events together, beyond which no more are drawn: they are all kept until the check ends. */
const mostCharacters = 2 ** 25;

/** Values that are never handed out themselves: whoever needs one gets another, equal one. */
export interface Supply<out E> {
  /** The values. */
  readonly events: readonly E[];
  /**
   * An event that is equal to the one at a place, and shares nothing with it that can change.
   *
   * @throws {FixtureError} when the event can neither be copied nor drawn again.
   */
  fresh(place: number): E;
}

/** The events of a check: pairwise distinct. */
export interface Pool<out E> extends Supply<E> {
  /** Events of one key, by their places among the events. */
  readonly rivals: readonly (readonly number[])[];
  /**
   * Values simpler than the event at a place, or than the one that steps lead to from there: each step is the place of
   * one among those that are simpler than the one before.
   *
   * @throws {FixtureError} when `events` throws.
   */
  simpler(place: number, steps: readonly number[]): IterableIterator<E>;
}

/**
 * Draws the events of a check, once: pairwise distinct, so that each stored event is traced to its write. Large
 * ones are fewer, the same for the same seed.
 *
 * @throws {FixtureError} when `events` is no arbitrary, throws, yields fewer than 64 distinct ones, or takes longer
 * than the limit.
 */
export function drawPool<E>(subject: Subject<E>, seed: number, limit?: HookLimit): Pool<E> {
  const draws = new Draws(subject.events, seed, "events", limit);
  const numbers = new Map<string, number>();
  const events: E[] = [];
  let [drawn, characters] = [0, 0];
  const isFull = () => events.length >= atLeast && characters > mostCharacters;
  for (; events.length < wanted && drawn < atMost && !isFull(); drawn++) {
    const event = draws.next();
    const key = identityKey(subject, event);
    if (numbers.has(key)) continue;
    numbers.set(key, drawn);
    events.push(event);
    characters += key.length;
  }
  if (events.length < atLeast) {
    throw new FixtureError(
      "events",
      `must yield at least ${atLeast} distinct events: ${drawn} draws gave ${events.length}; ` +
        "where they differ in what cannot be seen, give `identity`",
    );
  }
  requireVisible(subject, events);
  const numberAt = [...numbers.values()];
  const copies = new Copies(subject, events, (place) => draws.again(numberAt[place]!));
  return {
    events,
    rivals: rivalsOf(subject, events),
    fresh: (place) => copies.fresh(place),
    simpler: (place, steps) => draws.simpler(numberAt[place]!, steps),
  };
}

/** Events that are told apart by `identity` alone would all be taken for the one that is expected next. */
function requireVisible<E>({ identity, equal }: Subject<E>, events: readonly E[]): void {
  if (!identity || equal) return;
  for (let place = 1; place < atLeast; place++) {
    if (!deepEqual(events[place], events[0])) continue;
    throw new FixtureError(
      "equal",
      "must be given, as events that `identity` tells apart look the same: " +
        `${describeValue(events[0], 60)} and ${describeValue(events[place], 60)}`,
    );
  }
}

/** Where events stand that have a key in common. */
function rivalsOf<E>({ key }: Subject<E>, events: readonly E[]): readonly (readonly number[])[] {
  if (!key) return [];
  const keyAt = (place: number) => callHookSync("key", () => keyOf(key(events[place]!)));
  return [...Map.groupBy(events.keys(), keyAt).values()].filter((group) => group.length > 1)
    .map((group) => group.slice(0, mostRivals));
}

/** Events of one key that a history may write on purpose. */
const mostRivals = 4;

/** What tells an event from others, as text. @throws {FixtureError} when it cannot be read. */
export function identityKey<E>({ identity }: Subject<E>, event: E): string {
  if (identity) return callHookSync("identity", () => keyOf(identity(event)));
  try {
    return keyOf(event);
  } catch (error) {
    const text = thrownText(describeThrown(error));
    throw new FixtureError(
      "events",
      `must yield events that can be told apart: to read one threw ${text}; ` +
        "give `identity` to say what makes two the same",
      { cause: error },
    );
  }
}

/** Makes events that are the sink's own: copied, or drawn again where a copy would be an empty shell. */
export class Copies<E> {
  readonly #subject: Pick<Subject<E>, "copy" | "equal">;
  readonly #events: readonly E[];
  readonly #redraw: (place: number) => E;
  /** How each event is made anew, once that is known. */
  readonly #ways: ((place: number) => E)[] = [];

  constructor(
    subject: Pick<Subject<E>, "copy" | "equal">,
    events: readonly E[],
    redraw: (place: number) => E,
  ) {
    [this.#subject, this.#events, this.#redraw] = [subject, events, redraw];
  }

  /** An event equal to the one at a place. @throws {FixtureError} when none can be made. */
  fresh(place: number): E {
    return (this.#ways[place] ??= this.#wayFor(place))(place);
  }

  #wayFor(place: number): (place: number) => E {
    const event = this.#events[place]!;
    if (typeof event !== "object" || event === null) return () => event;
    const { copy } = this.#subject;
    if (copy) {
      const way = () => callHookSync("copy", () => copy(event));
      this.#require("copy", "must give an equal event of its own", event, way());
      return way;
    }
    if (isCopied(event)) return () => copyPlainData(event);
    this.#require(
      "events",
      "must draw an equal event from the same seed, or the subject give `copy`, as objects of a class " +
        "are not copied",
      event,
      this.#redraw(place),
    );
    return this.#redraw;
  }

  #require(hook: "copy" | "events", rule: string, event: E, again: E): void {
    const { equal = deepEqual } = this.#subject;
    const problem = again === event
      ? "the very same object came"
      : callHookSync("equal", () => equal(again, event))
      ? undefined
      : differenceOf(again, event);
    if (problem === undefined) return;
    throw new FixtureError(hook, `${rule}: for ${describeValue(event)} ${problem}`);
  }
}

/** Whether a copy of the kit's own is as good as the event. */
function isCopied(event: unknown): boolean {
  try {
    return isPlainData(event) && deepEqual(copyPlainData(event), event);
  } catch {
    return false; // A member that throws when it is read.
  }
}

/** Draws some events that the storage cannot hold; none when the subject names none. */
export function drawInvalid<E>(
  { invalidEvents }: Subject<E>,
  seed: number,
  limit?: HookLimit,
): Supply<unknown> {
  if (invalidEvents === undefined) return { events: [], fresh: () => undefined };
  const draws = new Draws(invalidEvents, seed, "invalidEvents", limit);
  const events = Array.from({ length: 64 }, () => draws.next());
  // What no storage holds need not be equal to anything, itself included.
  const fresh = (place: number) =>
    isCopied(events[place]) ? copyPlainData(events[place]) : draws.again(place);
  return { events, fresh };
}
