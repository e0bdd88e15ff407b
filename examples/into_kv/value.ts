import { serialize } from "node:v8";

/** A value as the database is given it, and about how many bytes it takes there: hardly more, and never less. */
export interface KvValue {
  readonly value: unknown;
  readonly bytes: number;
}

/** The most bytes of a value. */
const mostBytes = 64 * 1024;

/** Objects whose copies are like them; Node's Buffer, say, would come back as a mere Uint8Array. */
const kept: ReadonlySet<unknown> = new Set([
  ...[Object.prototype, null, Array.prototype, Date.prototype, Map.prototype, Set.prototype],
  ...[ArrayBuffer, DataView, Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array, Int8Array]
    .map(({ prototype }) => prototype),
  ...[Int16Array, Int32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array]
    .map(({ prototype }) => prototype),
]);

/**
 * An event as a value. An object of a class is stored by its members.
 *
 * @throws {TypeError} when the database cannot keep the event exactly as it is.
 */
export function valueOf(event: unknown): KvValue {
  const named = typeof event === "object" && event !== null &&
    !kept.has(Object.getPrototypeOf(event));
  const value = named ? { ...event } : event;
  const bytes = extraBytes(value, "it", new Set()) + serialize(value).length;
  if (bytes <= mostBytes) return { value, bytes };
  throw new TypeError(
    `Cannot store the event as it must take at most ${mostBytes} bytes: it takes ${bytes}`,
  );
}

/** Refuses what comes back as something else. How many bytes the database needs beyond those of a serialised value. */
function extraBytes(value: unknown, path: string, seen: Set<object>): number {
  if (typeof value === "symbol" || typeof value === "function") return refuse(path, typeof value);
  if (typeof value !== "object" || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (!kept.has(Object.getPrototypeOf(value))) {
    return refuse(path, `an object of ${value.constructor?.name ?? "a class"}`);
  }
  if (ArrayBuffer.isView(value)) return 16 + value.buffer.byteLength - value.byteLength;
  const members = value instanceof Map
    ? [...value].flat().entries()
    : value instanceof Set
    ? [...value].entries()
    : value instanceof ArrayBuffer
    ? []
    : Object.entries(value);
  let bytes = 0;
  for (const [key, member] of members) {
    bytes += extraBytes(member, path === "it" ? `${key}` : `${path}.${key}`, seen);
  }
  return bytes;
}

function refuse(path: string, actual: string): never {
  throw new TypeError(
    `Cannot store the event as ${path} must be a value that the database keeps: it is ${actual}`,
  );
}
