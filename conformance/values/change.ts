/**
 * What a caller may do with its own events: freeze and change them. Both go through an event and another one
 * drawn like it side by side: what is the same object in both is shared with the author's code, and left alone.
 */
import { isOf } from "./kind.ts";

/** Freezes a value and all it holds, but for what it shares with its twin. */
export function freezeOwn(value: unknown, twin?: unknown): void {
  if (!isOwn(value, twin) || Object.isFrozen(value)) return;
  // The elements of a buffer cannot be frozen: to try is an error.
  if (ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const [key, member] of membersOf(value)) freezeOwn(member, dataOf(twin, key));
}

/** Changes everything in a value that can be changed, in place, but for what it shares. Whether anything was. */
export function changeOwn(value: unknown, twin?: unknown): boolean {
  if (!isOwn(value, twin) || Object.isFrozen(value)) return false;
  if (isOf(value, Date)) return changeDate(value);
  if (isOf(value, Map) || isOf(value, Set)) {
    const had = value.size > 0;
    value.clear();
    return had;
  }
  if (isOf(value, ArrayBuffer) || isOf(value, DataView)) return false;
  let changed = false;
  for (const [key, member] of membersOf(value)) {
    const done = typeof member === "object" && member !== null
      ? changeOwn(member, dataOf(twin, key))
      : Reflect.set(value, key, otherThan(member));
    changed ||= done;
  }
  return changed;
}

function isOwn(value: unknown, twin: unknown): value is object {
  return typeof value === "object" && value !== null && value !== twin;
}

/** Its own members that are data: what a getter gives belongs to whoever made it. */
function membersOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([key, its]) =>
    its.enumerable && "value" in its ? [[key, its.value] as const] : []
  );
}

function dataOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function changeDate(date: Date): boolean {
  return !Number.isNaN(date.setTime(date.getTime() === 1 ? 2 : 1));
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
