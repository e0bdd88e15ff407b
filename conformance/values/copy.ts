/**
 * Copies of events. Only what is plain data all through can be copied without knowing it: an object of a class
 * may keep its state where nobody sees it, and a copy of its members would be an empty shell.
 */

/** Whether a value is plain data all through: literals, lists, dates, maps, sets, buffers, and no class. */
export function isPlainData(value: unknown, above?: Ancestors): boolean {
  if (typeof value === "function" || typeof value === "symbol") return false;
  if (typeof value !== "object" || value === null) return true;
  const kind = Object.getPrototypeOf(value);
  for (let it = above; it; it = it.above) if (it.value === value) return false;
  if (cloneable.has(kind)) return true;
  const within: Ancestors = { value, above };
  if (kind === Array.prototype) return (value as unknown[]).every((it) => isPlainData(it, within));
  if (kind === Map.prototype || kind === Set.prototype) {
    return [...value as Iterable<unknown>].every((it) => isPlainData(it, within));
  }
  if (kind !== Object.prototype && kind !== null) return false;
  for (const key in value) {
    if (!isPlainData((value as Record<string, unknown>)[key], within)) return false;
  }
  return Object.getOwnPropertySymbols(value).length === 0;
}

/** What is being looked at further up: a value that contains itself is no plain data. */
type Ancestors = { readonly value: object; readonly above: Ancestors | undefined };

/** What the platform copies as it is; a subclass of these is a class. */
const cloneable: ReadonlySet<object> = new Set([
  Date,
  RegExp,
  ArrayBuffer,
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
].map(({ prototype }) => prototype));

/** A copy of plain data that shares nothing changeable with it. */
export function copyPlainData<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyPlainData) as T;
  if (value instanceof Map) {
    return new Map([...value].map(([key, its]) => [copyPlainData(key), copyPlainData(its)])) as T;
  }
  if (value instanceof Set) return new Set([...value].map(copyPlainData)) as T;
  const kind = Object.getPrototypeOf(value);
  if (cloneable.has(kind)) return structuredClone(value);
  const copy: Record<string, unknown> = kind ? {} : Object.create(null);
  for (const key in value) {
    const member = copyPlainData(value[key]);
    // To assign a member of this name would set the prototype.
    if (key === "__proto__") define(copy, key, member);
    else copy[key] = member;
  }
  return copy as T;
}

function define(owner: object, key: string, value: unknown): void {
  Object.defineProperty(owner, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
