/**
 * Copies of events. Only what is plain data all through can be copied without knowing it: an object of a class
 * may keep its state where nobody sees it, and a copy of its members would be an empty shell.
 */
import { cloneableKinds, isOf, kindOf } from "./kind.ts";

/** Whether a value is plain data all through: literals, lists, dates, maps, sets, buffers, and no class. */
export function isPlainData(value: unknown, above?: Ancestors): boolean {
  if (typeof value === "function" || typeof value === "symbol") return false;
  if (typeof value !== "object" || value === null) return true;
  const kind = kindOf(value);
  for (let it = above; it; it = it.above) if (it.value === value) return false;
  if (cloneableKinds.has(kind)) return true;
  const within: Ancestors = { value, above };
  if (kind === Array.prototype) return (value as unknown[]).every((it) => isPlainData(it, within));
  if (kind === Map.prototype || kind === Set.prototype) {
    return [...value as Iterable<unknown>].every((it) => isPlainData(it, within));
  }
  if (kind !== Object.prototype) return false;
  for (const key in value) {
    if (!isPlainData((value as Record<string, unknown>)[key], within)) return false;
  }
  return Object.getOwnPropertySymbols(value).length === 0;
}

/** What is being looked at further up: a value that contains itself is no plain data. */
type Ancestors = { readonly value: object; readonly above: Ancestors | undefined };

/** A copy of plain data that shares nothing changeable with it. */
export function copyPlainData<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  // The method of this realm makes a list of this realm, and keeps holes.
  if (Array.isArray(value)) return Array.prototype.map.call(value, copyPlainData) as T;
  const kind = kindOf(value);
  if (isOf(value, Map, kind)) {
    return new Map([...value].map(([key, its]) => [copyPlainData(key), copyPlainData(its)])) as T;
  }
  if (isOf(value, Set, kind)) return new Set([...value].map(copyPlainData)) as T;
  // What the host clones may be of its own realm.
  if (cloneableKinds.has(kind)) return Object.setPrototypeOf(structuredClone(value), kind);
  const copy: Record<string, unknown> = Object.getPrototypeOf(value) ? {} : Object.create(null);
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
