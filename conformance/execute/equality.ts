/**
 * When two events are the same. Written here and not taken from a library because it decides verdicts: it
 * must tell -0 from 0, a member that is undefined from one that is missing, and one class from another.
 */

/** The pairs that are being compared further up, for values that contain themselves. */
type Above = { readonly a: object; readonly b: object; readonly above: Above | undefined };

/** Deep equality by `Object.is`, with prototypes, dates, maps, sets, buffers and cycles understood. */
export function deepEqual(a: unknown, b: unknown, above?: Above): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  for (let pair = above; pair; pair = pair.above) if (pair.a === a && pair.b === b) return true;
  // Most events are plain objects, and each of them is compared several times.
  if (kind === Object.prototype) {
    return equalMembers(a as Record<string, unknown>, b as Record<string, unknown>, above);
  }
  const deeper: Above = { a, b, above };
  if (Array.isArray(a)) return equalLists(a, b as unknown[], deeper);
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime());
  if (a instanceof Map) return equalMaps(a, b as Map<unknown, unknown>, deeper);
  if (a instanceof Set) return equalLists([...a], [...b as Set<unknown>], deeper);
  if (a instanceof RegExp) return String(a) === String(b);
  if (ArrayBuffer.isView(a)) return equalBytes(bytesOf(a), bytesOf(b as ArrayBufferView));
  if (a instanceof ArrayBuffer) {
    return equalBytes(new Uint8Array(a), new Uint8Array(b as ArrayBuffer));
  }
  // What an error says is no member that could be listed.
  if (a instanceof Error && a.message !== (b as Error).message) return false;
  if (isBare(a) && isBare(b)) return textOf(a) === textOf(b);
  return equalMembers(a as Record<string, unknown>, b as Record<string, unknown>, above);
}

/** Whether an object of a class shows no members: a URL, say, or one with private state only. */
function isBare(value: object): boolean {
  return kindOf(value) !== Object.prototype && Object.keys(value).length === 0;
}

/** What such an object says of itself. */
function textOf(value: object): string {
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === "function" ? keyOf(toJSON.call(value)) : String(value);
}

/** The prototype; objects without one are plain objects, which is what every reader makes of them. */
function kindOf(value: object): object {
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function equalMembers(
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  above: Above | undefined,
): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  let deeper: Above | undefined;
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return false;
    const own = a[key];
    const other = b[key];
    if (Object.is(own, other)) continue;
    if (typeof own !== "object" || own === null) return false;
    if (!deepEqual(own, other, deeper ??= { a, b, above })) return false;
  }
  return true;
}

function equalLists(a: unknown[], b: unknown[], above: Above): boolean {
  if (a.length !== b.length) return false;
  // By index, since every() skips holes: a hole is read as undefined, and equals nothing else.
  for (let index = 0; index < a.length; index++) {
    if (!deepEqual(a[index], b[index], above)) return false;
  }
  return true;
}

function equalMaps(
  a: Map<unknown, unknown>,
  b: Map<unknown, unknown>,
  above: Above,
): boolean {
  return equalLists([...a.entries()], [...b.entries()], above);
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/**
 * A text that is the same for equal values, whatever the order of their members. Values that differ may share
 * one (a function, a symbol): who looks values up by it compares them with {@linkcode deepEqual}.
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
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof Map) return `Map${keyOfObject([...value])}`;
  if (value instanceof Set) return `Set${keyOfObject([...value])}`;
  if (ArrayBuffer.isView(value)) return `bytes(${bytesOf(value).join()})`;
  if (isBare(value)) return textOf(value);
  const members = Object.keys(value).sort().map((key) =>
    `${JSON.stringify(key)}:${keyOf((value as Record<string, unknown>)[key])}`
  );
  return `${value instanceof Error ? JSON.stringify(value.message) : ""}{${members.join()}}`;
}
