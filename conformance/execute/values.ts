/**
 * What the suite does with an author's events and configurations: copy, freeze and change them. Plain data,
 * arrays, dates, maps, sets, buffers and class instances without private state are understood; anything else
 * is handed on as it is.
 */

/** A copy that shares nothing changeable with the value, its prototypes kept. */
export function copyValue<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyValue) as T;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    const copy: Record<string, unknown> = prototype ? {} : Object.create(null);
    for (const key in value) {
      if (key === "__proto__") copyMember(value, key, copy); // To assign it would set the prototype.
      else copy[key] = copyValue(value[key]);
    }
    return copy as T;
  }
  if (isBuiltIn(value)) return structuredClone(value);
  if (isOpaque(value)) return value;
  const copy = Object.create(prototype);
  for (const key of Reflect.ownKeys(value)) copyMember(value, key, copy);
  return copy;
}

function copyMember(value: object, key: PropertyKey, copy: object): void {
  const descriptor = Object.getOwnPropertyDescriptor(value, key)!;
  if ("value" in descriptor) descriptor.value = copyValue(descriptor.value);
  Object.defineProperty(copy, key, descriptor);
}

/** Whether a value keeps its state out of its properties, in a form that can be cloned. */
function isBuiltIn(value: object): boolean {
  return value instanceof Date || value instanceof Map || value instanceof Set ||
    value instanceof RegExp || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/**
 * Whether the state of an object cannot be seen from outside: it has private members, or comes from the host.
 * A copy would be an empty shell.
 */
export function isOpaque(value: object): boolean {
  for (
    let it = Object.getPrototypeOf(value);
    it && it !== Object.prototype;
    it = Object.getPrototypeOf(it)
  ) {
    const source = Object.hasOwn(it, "constructor")
      ? Function.prototype.toString.call(it.constructor)
      : "";
    if (/#\w|\[native code\]/.test(source)) return true;
  }
  return false;
}

/** Whether a value is an object or array literal: data, and not the handle of something. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}

/** A copy of the plain data in a configuration; handles it may carry are the same in both. */
export function copyPlain<T>(value: T): T {
  if (!isPlain(value)) return value;
  if (Array.isArray(value)) return value.map(copyPlain) as T;
  const entries = Object.entries(value).map(([key, member]) => [key, copyPlain(member)]);
  return Object.fromEntries(entries) as T;
}

/** Freezes the plain data in a configuration. */
export function freezePlain<T>(value: T): T {
  if (!isPlain(value)) return value;
  for (const member of Object.values(value)) freezePlain(member);
  return Object.freeze(value);
}

/** Whether the plain data of two configurations is the same; handles must be the very same. */
export function samePlain(a: unknown, b: unknown): boolean {
  if (!isPlain(a) || !isPlain(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && samePlain(a[key], b[key]));
}

/** Freezes a value and all it holds; what cannot be frozen without harm stays as it is. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Object.isFrozen(value) || !isPlain(value) && isOpaque(value)) return value;
  Object.freeze(value);
  for (const key of Reflect.ownKeys(value)) {
    deepFreeze((value as Record<PropertyKey, unknown>)[key]);
  }
  return value;
}

/** Changes everything in a value that can be changed, in place. Whether anything was. */
export function changeValue(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return false;
  if (value instanceof Date) return !Number.isNaN(value.setTime(value.getTime() === 1 ? 2 : 1));
  if (value instanceof Map || value instanceof Set) {
    const had = value.size > 0;
    value.clear();
    return had;
  }
  if (value instanceof ArrayBuffer || value instanceof DataView) return false;
  if (!isPlain(value) && !ArrayBuffer.isView(value) && isOpaque(value)) return false;
  let changed = false;
  for (const key of Object.keys(value)) {
    changed = changeMember(value as Record<string, unknown>, key) || changed;
  }
  return changed;
}

function changeMember(owner: Record<string, unknown>, key: string): boolean {
  const member = owner[key];
  if (typeof member === "object" && member !== null) return changeValue(member);
  return Reflect.set(owner, key, otherThan(member));
}

/** Another value of the same type, so that a sink that kept the event finds a sound but wrong one. */
function otherThan(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return `${value}~`;
    case "number":
      return value === 1 ? 2 : 1;
    case "bigint":
      return value === 1n ? 2n : 1n;
    case "boolean":
      return !value;
    default:
      return 0;
  }
}
