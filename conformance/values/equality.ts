/**
 * When two events are the same. Written here and not taken from a library because it decides verdicts: it
 * must tell -0 from 0, a member that is undefined from one that is missing, and one class from another.
 */
import { isError } from "../../src/protocol/is_error.ts";
import { isOf, kindOf } from "./kind.ts";

/** The pairs that are being compared further up, for values that contain themselves. */
type Above = { readonly a: object; readonly b: object; readonly above: Above | undefined };

/**
 * Deep equality by `Object.is`, with classes, dates, maps, sets, buffers and cycles understood. The order of
 * members, and of what a set or a map holds, does not matter. Two values of which one cannot be read are not equal.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  try {
    return equalObjects(a, b, undefined);
  } catch {
    return false; // A getter that throws, a revoked proxy: what comes of a storage may be anything.
  }
}

function equal(a: unknown, b: unknown, above: Above): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return equalObjects(a, b, above);
}

function equalObjects(a: object, b: object, above: Above | undefined): boolean {
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  for (let pair = above; pair; pair = pair.above) if (pair.a === a && pair.b === b) return true;
  // Most events are plain objects, and each of them is compared several times.
  if (kind === Object.prototype) return equalMembers(a as Fields, b as Fields, above);
  const deeper: Above = { a, b, above };
  if (Array.isArray(a)) return equalLists(a, b as unknown[], deeper);
  return equalInside(a, b, kind, deeper) && equalMembers(a as Fields, b as Fields, above);
}

type Fields = Record<string, unknown>;

/** What values of the platform hold where it is no member: their subclasses hold it, too. */
function equalInside(a: object, b: object, kind: object, above: Above): boolean {
  if (isOf(a, Date, kind)) return Object.is(a.getTime(), (b as Date).getTime());
  if (isOf(a, Map, kind)) return equalEntries(a, b as Map<unknown, unknown>, above);
  if (isOf(a, Set, kind)) return equalSets(a, b as Set<unknown>, above);
  if (isOf(a, RegExp, kind)) return String(a) === String(b);
  if (ArrayBuffer.isView(a)) return equalBytes(bytesOf(a), bytesOf(b as ArrayBufferView));
  if (isOf(a, ArrayBuffer, kind)) {
    return equalBytes(new Uint8Array(a), new Uint8Array(b as ArrayBuffer));
  }
  return wordsOf(a) === wordsOf(b);
}

/** What an object of a class says of itself: it shows what of its state is no member. */
function wordsOf(value: object): string {
  // What an error says is no member that could be listed.
  if (isError(value)) return JSON.stringify(value.message);
  if (kindOf(value) === Object.prototype) return "";
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === "function") return keyOf(toJSON.call(value));
  return Object.keys(value).length === 0 ? String(value) : "";
}

function equalMembers(a: Fields, b: Fields, above: Above | undefined): boolean {
  // The elements of a buffer are its members as well, and were compared.
  if (ArrayBuffer.isView(a)) return true;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  let deeper: Above | undefined;
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return false;
    const own = a[key];
    const other = b[key];
    if (Object.is(own, other)) continue;
    if (typeof own !== "object" || own === null) return false;
    if (!equal(own, other, deeper ??= { a, b, above })) return false;
  }
  return true;
}

function equalLists(a: readonly unknown[], b: readonly unknown[], above: Above): boolean {
  if (a.length !== b.length) return false;
  // By index, since every() skips holes: a hole is read as undefined, and equals nothing else.
  for (let index = 0; index < a.length; index++) {
    if (!equal(a[index], b[index], above)) return false;
  }
  return true;
}

function equalSets(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>, above: Above): boolean {
  if (a.size !== b.size) return false;
  const rest = [...b].filter((value) => !a.has(value));
  return [...a].filter((value) => !b.has(value)).every((value) =>
    takeOut(rest, (other) => equal(value, other, above))
  );
}

function equalEntries(
  a: ReadonlyMap<unknown, unknown>,
  b: ReadonlyMap<unknown, unknown>,
  above: Above,
): boolean {
  if (a.size !== b.size) return false;
  const rest = [...b];
  return [...a].every(([key, value]) =>
    takeOut(rest, ([other, its]) => equal(key, other, above) && equal(value, its, above))
  );
}

/** Takes the first that matches out of a list; the usual one is the very first. Whether any did. */
function takeOut<T>(list: T[], matches: (item: T) => boolean): boolean {
  const place = list.findIndex(matches);
  if (place >= 0) list.splice(place, 1);
  return place >= 0;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/**
 * A text that is the same for equal values, whatever the order of their members. Values that differ may share
 * one (a function, a symbol): who looks values up by it compares them with {@linkcode deepEqual}. Throws for what
 * cannot be read, or contains itself.
 */
export function keyOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "object":
      return value === null ? "null" : keyOfObject(value);
    case "bigint":
      return `${value}n`;
    default:
      return typeof value === "boolean" ? String(value) : typeof value;
  }
}

function keyOfObject(value: object): string {
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
  const kind = kindOf(value);
  if (isOf(value, Date, kind)) return `Date(${value.getTime()})`;
  if (isOf(value, Map, kind)) return `Map[${[...value].map(keyOf).sort().join()}]`;
  if (isOf(value, Set, kind)) return `Set[${[...value].map(keyOf).sort().join()}]`;
  if (ArrayBuffer.isView(value)) return `bytes(${bytesOf(value).join()})`;
  const members = Object.keys(value).sort().map((key) =>
    `${JSON.stringify(key)}:${keyOf((value as Fields)[key])}`
  );
  return `${wordsOf(value)}{${members.join()}}`;
}
