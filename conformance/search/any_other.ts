import type { PoolContext } from "../execute/context.ts";
import { type Other, otherAt, rivalKey } from "../subject/others.ts";
import { textOfEvent } from "../regressions/regression.ts";
import type { Deadline } from "./deadline.ts";
import type { Trial } from "./trial.ts";

/** How often all events of a history are replaced before their values do not matter, and how often single ones. */
const [ofAll, ofEach] = [10, 8];

/** How often it is made sure of what was told of each alone. */
export const fewTries = 3;

/** Of how many events it is told one by one whether their values matter. */
export const aHandful = 5;

/** How many more events than are needed the others are chosen among. */
const choice = 128;

/**
 * The places of events whose values do not matter: with others in the place of all of them the same goes wrong, the
 * simplest and the largest of the pool among them. `undefined` when that is not known.
 *
 * @param places those of the events of the history, each once.
 */
export async function placesOfAnyOther<E>(
  context: PoolContext<E>,
  trial: Trial<E>,
  places: readonly number[],
  deadline: Deadline,
): Promise<readonly number[] | undefined> {
  const holds = (some: readonly number[], tries: number) =>
    holdsWithOthers(context, trial, { all: places, some }, tries, deadline);
  const all = await holds(places, ofAll);
  if (all === undefined) return undefined;
  if (all) return places;
  if (places.length > aHandful) return undefined;
  const free: number[] = [];
  if (places.length > 1) {
    for (const place of places) {
      const one = await holds([place], Math.max(2, Math.floor(ofEach / places.length)));
      if (one === undefined) return undefined;
      if (one) free.push(place);
    }
  }
  // Each alone may be any other, while it matters that they have something in common.
  return free.length < 2 || await holds(free, fewTries) ? free : undefined;
}

/** Whether the same goes wrong with others in the place of some events of a history; `undefined` when there are too few. */
export async function holdsWithOthers<E>(
  context: PoolContext<E>,
  trial: Trial<E>,
  { all, some }: { readonly all: readonly number[]; readonly some: readonly number[] },
  tries: number,
  deadline: Deadline,
): Promise<boolean | undefined> {
  const sets = setsOfOthers(context, all, some, tries);
  if (sets.length < Math.min(tries, fewTries)) return undefined;
  for (const others of sets) {
    if (deadline.passed) return undefined;
    if (!await trial.holds(others)) return false;
  }
  return true;
}

/** Events of the pool, by their places; those of one key together. */
type Unit = readonly number[];

/** So many sets of other events for some places of a history, disjoint, where the pool has as many. */
function setsOfOthers<E>(
  context: PoolContext<E>,
  all: readonly number[],
  some: readonly number[],
  sets: number,
): readonly ReadonlyMap<number, Other<E>>[] {
  const { pool } = context;
  const wanted = unitsOf(context, some);
  // Without the others of its key an event is not replaced: which of them replace each other would change.
  if (unitsOf(context, all).some((unit) => unit.length > 1) && some.length < all.length) return [];
  const left = unitsToChooseFrom(context, all, sets * some.length + choice);
  const found: ReadonlyMap<number, Other<E>>[] = [];
  for (const way of ways.slice(0, sets)) {
    const others = new Map<number, Other<E>>();
    for (const unit of wanted) {
      const other = take(left, unit.length, way);
      if (!other) return found;
      unit.forEach((place, index) => others.set(place, otherAt(pool, other[index]!)));
    }
    found.push(others);
  }
  return found;
}

/** From where in a list by length others are taken: the simplest, the largest, and some between. */
const ways: readonly number[] = [0, 1, 1 / 2, 1 / 4, 3 / 4, 1 / 8, 7 / 8, 3 / 8, 5 / 8, 1 / 16];

/** Takes a unit of at least this size out of a list, from about this part of it. */
function take(left: Unit[], size: number, part: number): Unit | undefined {
  const start = Math.floor(part * (left.length - 1));
  const fits = (unit: Unit) => unit.length >= size;
  const above = left.findIndex((unit, index) => index >= start && fits(unit));
  const at = above < 0 ? left.findLastIndex(fits) : above;
  return at < 0 ? undefined : left.splice(at, 1)[0];
}

function unitsOf<E>({ subject, pool }: PoolContext<E>, places: readonly number[]): readonly Unit[] {
  if (!subject.key) return places.map((place) => [place]);
  return [...Map.groupBy(places, (place) => rivalKey(subject, pool.events[place]!)).values()];
}

/** Units that have no key in common with a history, by the length of their text. */
function unitsToChooseFrom<E>(
  context: PoolContext<E>,
  used: readonly number[],
  most: number,
): Unit[] {
  const { subject, pool } = context;
  const keys = new Set(subject.key && used.map((place) => rivalKey(subject, pool.events[place]!)));
  const own = new Set(used);
  const places = [...pool.events.keys()].filter((place) => !own.has(place));
  const units = unitsOf(context, subject.key ? places : places.slice(0, most))
    .filter(([first]) => !subject.key || !keys.has(rivalKey(subject, pool.events[first!]!)))
    .slice(0, most);
  const lengths = new Map(units.map((unit) => [unit, textOfEvent(pool.events[unit[0]!]).length]));
  return units.sort((a, b) => lengths.get(a)! - lengths.get(b)!);
}
