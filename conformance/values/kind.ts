/**
 * What kind of object a value is, in whichever realm it was made. A runner such as Jest gives tests globals of
 * their own, while what the host makes for them (`structuredClone`, `node:v8`) is of the host's: to the author of
 * a sink both are an array, a date, a map.
 */

/** What the platform copies as it is. */
const cloneable = [
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
];

/** The kinds that the platform copies as they are; a subclass is a class. */
export const cloneableKinds: ReadonlySet<object> = new Set(
  cloneable.map(({ prototype }) => prototype),
);

/** The kinds that the platform makes, by the names of their classes. */
const builtIns: ReadonlyMap<unknown, object> = new Map(
  [Object, Array, Map, Set, Error, ...cloneable]
    .map(({ name, prototype }) => [name, prototype]),
);

/**
 * The prototype of an object; of a class of the platform, that of this realm. Objects without one are plain
 * objects, which is what every reader makes of them.
 */
export function kindOf(value: object): object {
  const kind = Object.getPrototypeOf(value) ?? Object.prototype;
  if (kind === Object.prototype) return kind;
  const { constructor } = kind;
  const own = builtIns.get(constructor?.name);
  return own === undefined || own === kind || !isBuiltIn(constructor, kind) ? kind : own;
}

/** Whether the platform made a class of this prototype: an author's may have the same name. */
function isBuiltIn(constructor: unknown, prototype: object): boolean {
  return typeof constructor === "function" && constructor.prototype === prototype &&
    /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(constructor));
}

// deno-lint-ignore no-explicit-any -- any constructor
type Class<T> = abstract new (...args: any[]) => T;

/** Whether an object is of a class of the platform, or of a subclass. */
export function isOf<T>(
  value: object,
  of: Class<T>,
  kind: object = kindOf(value),
): value is T & object {
  return kind === of.prototype || value instanceof of;
}
