import type { Contents } from "../../src/protocol/mod.ts";
import { deepEqual } from "../values/equality.ts";

/**
 * An altered primitive may equal another event, such as 0 for -0: then that one seems repeated, and the
 * written one lost. Copies of a primitive that differs from missing ones in nothing but its form are given to
 * them, in the order of writing.
 *
 * @param spared events that need not be there: what is stored twice is no alteration of them.
 */
export function untangle(
  contents: Contents,
  written: readonly unknown[],
  spared: ReadonlySet<number> = new Set(),
): Contents {
  const places = new Map<number, number[]>();
  contents.forEach((stored, place) => {
    if (typeof stored !== "number" || typeof written[stored] === "object") return;
    const known = places.get(stored);
    if (known) known.push(place);
    else places.set(stored, [place]);
  });
  const surplus = [...places].filter(([, copies]) => copies.length > 1);
  if (surplus.length === 0) return contents;
  const isMissing = (event: number) =>
    typeof written[event] !== "object" && !places.has(event) && !spared.has(event);
  if (contents.length === written.length) {
    const replaced = replacedInPlace(contents, written, new Map(surplus), isMissing);
    if (replaced) return replaced;
  }
  const formOf = formless();
  const missing = Map.groupBy(
    written.keys().filter(isMissing),
    (event) => formOf(written[event]),
  );
  const untangled = [...contents];
  for (const [event, copies] of surplus) {
    const like = missing.get(formOf(written[event]))?.splice(0, copies.length - 1) ?? [];
    [event, ...like].sort((a, b) => a - b).forEach((owner, index) => {
      untangled[copies[index]!] = owner === event ? event : { event: owner, value: written[event] };
    });
  }
  return untangled;
}

/**
 * As many are stored as were written, and where a missing event should stand there is one copy too many of another
 * one: it was altered into that. `undefined` when the copies stand elsewhere.
 */
function replacedInPlace(
  contents: Contents,
  written: readonly unknown[],
  surplus: ReadonlyMap<number, readonly number[]>,
  isMissing: (event: number) => boolean,
): Contents | undefined {
  const replaced = contents.map((stored, place) =>
    typeof stored === "number" && stored !== place && surplus.has(stored) && isMissing(place)
      ? { event: place, value: written[stored] }
      : stored
  );
  return replaced.some((stored, place) => stored !== contents[place]) ? replaced : undefined;
}

/**
 * Without an identity of its own an altered event is a stranger, and the written one is missing. They are put
 * together again by likeness: the stranger that shares most with a missing event is that event, altered. What
 * is like none is put together in order, when as many are missing as there are strangers. What was refused is not
 * missing, and what may not be there at all is found by likeness alone, and where nothing that must be there is as like.
 */
export function pairAltered(
  contents: Contents,
  written: readonly unknown[],
  refused: ReadonlySet<number>,
  doubtful: ReadonlySet<number>,
): Contents {
  const found = new Set(
    contents.map((stored) => typeof stored === "number" ? stored : stored.event),
  );
  const missing = new Set(
    written.keys().filter((event) => !found.has(event) && !refused.has(event)),
  );
  const formOf = formless();
  // Where a stranger stands in the place of a missing event that it is like at all, it is that event.
  let expected = 0;
  const inPlace = contents.map((stored) => {
    const known = typeof stored === "number" ? stored : stored.event;
    const event = known ?? expected;
    expected = event + 1;
    if (known !== undefined || !missing.has(event) || doubtful.has(event)) return stored;
    const { value } = stored as { value: unknown };
    if (likenessOf(value, written[event], formOf) === 0) return stored;
    missing.delete(event);
    return { event, value };
  });
  const likest = inPlace.map((stored) => {
    if (typeof stored === "number" || stored.event !== undefined) return stored;
    const { value } = stored;
    const event = likestOf(value, certainFirst(missing, doubtful), written, formOf);
    if (event === undefined) return stored;
    missing.delete(event);
    return { event, value };
  });
  const strangers = likest.filter((stored) => typeof stored === "object" && !("event" in stored));
  for (const event of doubtful) missing.delete(event);
  if (strangers.length !== missing.size) return likest;
  const rest = missing.values();
  return likest.map((stored) =>
    typeof stored === "object" && !("event" in stored)
      ? { event: rest.next().value!, value: stored.value }
      : stored
  );
}

/** Events with those that may not be there at all behind the others. */
function certainFirst(
  missing: ReadonlySet<number>,
  doubtful: ReadonlySet<number>,
): readonly number[] {
  return [...missing.difference(doubtful), ...missing.intersection(doubtful)];
}

/** The missing event that a stranger is most like, if it is like any; of several the first. */
function likestOf(
  value: unknown,
  missing: readonly number[],
  written: readonly unknown[],
  formOf: Forms,
): number | undefined {
  let [best, likest]: [number, number | undefined] = [0, undefined];
  // Far more missing than a reader would compare: a bound keeps a sink that loses all from costing all.
  for (const event of missing.slice(0, 64)) {
    const likeness = likenessOf(value, written[event], formOf);
    if (likeness <= best) continue;
    [best, likest] = [likeness, event];
    if (likeness >= enough(written[event])) break;
  }
  return likest;
}

/** The likeness that no other event can surpass: all members but one, or the same text. */
function enough(event: unknown): number {
  if (typeof event !== "object" || event === null) return Infinity;
  return Math.max(1, Object.keys(event).length - 1);
}

/** How much of an event a value keeps: a number of like members, all there is to be like, or 0 for nothing. */
function likenessOf(value: unknown, event: unknown, formOf: Forms): number {
  if (typeof value !== typeof event || value === null || event === null) return 0;
  if (typeof value !== "object" || typeof event !== "object") {
    return likenessOfTexts(formOf(value), formOf(event));
  }
  return Object.keys(event).filter((key) =>
    Object.hasOwn(value, key) &&
    deepEqual((value as Record<string, unknown>)[key], (event as Record<string, unknown>)[key])
  ).length;
}

function likenessOfTexts(a: string, b: string): number {
  if (a === b) return Infinity;
  if (a.length === 0 || b.length === 0) return 0;
  return a.startsWith(b) || b.startsWith(a) ? Math.min(a.length, b.length) : 0;
}

/** Gives a primitive as text, without what storages are known to change; each is normalised but once. */
type Forms = (primitive: unknown) => string;

function formless(): Forms {
  const forms = new Map<unknown, string>();
  return (primitive) => {
    let form = forms.get(primitive);
    if (form === undefined) {
      form = String(primitive).normalize("NFKC").trim().toLowerCase();
      forms.set(primitive, form);
    }
    return form;
  };
}
