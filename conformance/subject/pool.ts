import * as fc from "fast-check";
import { describeThrown, thrownText } from "../describe.ts";
import { keyOf } from "../execute/equality.ts";
import { copyValue } from "../execute/values.ts";
import { FixtureError, type Hook } from "./fixture_error.ts";
import { readable } from "./member.ts";
import type { Subject } from "../subject.ts";

/** How many events a check draws: enough for the largest history. */
const wanted = 2048;
const atMost = 4096;
const atLeast = 64;

/** The events of a check. */
export interface Pool<E> {
  /** Pairwise distinct. */
  readonly events: readonly E[];
  /** Events of one key, by their places among the events. */
  readonly rivals: readonly (readonly number[])[];
}

/**
 * Draws the events of a check, once: pairwise distinct, so that each stored event is traced to its write.
 *
 * @throws {FixtureError} when `events` is no arbitrary, throws, or yields fewer than 64 distinct ones.
 */
export function drawPool<E>(subject: Subject<E>, seed: number): Pool<E> {
  if (!isArbitrary("events", subject.events)) {
    throw new FixtureError("events", "must be a fast-check arbitrary: it is not");
  }
  const pool = new Map<string, E>();
  let drawn = 0;
  // In portions, since most subjects need hardly more draws than events.
  for (let portion = 0; pool.size < wanted && drawn < atMost; portion++) {
    const size = portion === 0 ? wanted : 256;
    for (const event of draw(subject.events, seed + portion, size)) {
      const key = identityKey(subject, event);
      if (!pool.has(key) && pool.size < wanted) pool.set(key, event);
    }
    drawn += size;
  }
  if (pool.size < atLeast) {
    throw new FixtureError(
      "events",
      `must yield at least ${atLeast} distinct events: ${drawn} draws gave ${pool.size}`,
    );
  }
  return withRivals(subject, [...pool.values()]);
}

/** The events as they were drawn, and where those stand that have a key in common. */
function withRivals<E>(subject: Subject<E>, events: readonly E[]): Pool<E> {
  if (!subject.key) return { events, rivals: [] };
  const groups = Map.groupBy(events.keys(), (place) => keyText(subject, events[place]!));
  const rivals = [...groups.values()].filter((group) => group.length > 1)
    .map((group) => group.slice(0, mostRivals));
  return { events, rivals };
}

/** Events of one key that a history may write on purpose. */
const mostRivals = 4;

function keyText<E>(subject: Subject<E>, event: E): string {
  try {
    return keyOf(subject.key!(event));
  } catch (error) {
    throw new FixtureError("key", `must not throw: it threw ${thrownText(describeThrown(error))}`, {
      cause: error,
    });
  }
}

/** Draws some events that the storage cannot hold; none when the subject names none. */
export function drawInvalid<E>(subject: Subject<E>, seed: number): readonly unknown[] {
  if (subject.invalidEvents === undefined) return [];
  if (!isArbitrary("invalidEvents", subject.invalidEvents)) {
    throw new FixtureError("invalidEvents", "must be a fast-check arbitrary: it is not");
  }
  return draw(subject.invalidEvents, seed, 64, "invalidEvents");
}

function isArbitrary(hook: Hook, value: unknown): boolean {
  return readable(hook, () => value instanceof fc.Arbitrary);
}

function draw<E>(
  events: fc.Arbitrary<E>,
  seed: number,
  numRuns: number,
  hook: Hook = "events",
): E[] {
  try {
    return fc.sample(events, { seed, numRuns });
  } catch (error) {
    const text = thrownText(describeThrown(error));
    throw new FixtureError(hook, `must not throw: it threw ${text}`, { cause: error });
  }
}

function identityKey<E>(subject: Subject<E>, event: E): string {
  try {
    if (!subject.identity) return keyOf(event);
    copyValue(event); // The sink gets copies: an event that contains itself, for one, has none.
  } catch (error) {
    const text = thrownText(describeThrown(error));
    throw new FixtureError("events", `must yield events that can be copied: one threw ${text}`, {
      cause: error,
    });
  }
  try {
    return keyOf(subject.identity(event));
  } catch (error) {
    const text = thrownText(describeThrown(error));
    throw new FixtureError("identity", `must not throw: it threw ${text}`, { cause: error });
  }
}
