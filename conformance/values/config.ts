/** What the suite does with a configuration: its plain data is copied, compared and frozen; handles are kept. */
import { kindOf } from "./kind.ts";

/** Whether a value is an object or array literal: data, and not the handle of something. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  return kindOf(value) === Object.prototype || Array.isArray(value);
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
