import { describeValue } from "../describe.ts";
import { deepEqual } from "./equality.ts";
import { isOf } from "./kind.ts";

/**
 * Where a value first differs from the one it should equal, in words: `text: "a" ≠ "b"`, or the class where only
 * that differs. For two that are equal by themselves, and were said not to be, both in full.
 */
export function differenceOf(actual: unknown, expected: unknown): string {
  try {
    return differenceAt([], actual, expected) ?? bothOf(actual, expected);
  } catch {
    return bothOf(actual, expected); // One of the two cannot be read.
  }
}

type Trail = readonly string[];

function differenceAt(trail: Trail, actual: unknown, expected: unknown): string | undefined {
  if (deepEqual(actual, expected)) return undefined;
  if (!isObject(actual) || !isObject(expected)) return located(trail, bothOf(actual, expected));
  const [kind, wanted] = [classOf(actual), classOf(expected)];
  return membersDiffer(trail, actual, expected) ??
    located(trail, kind === wanted ? bothOf(actual, expected) : `a ${kind} ≠ a ${wanted}`);
}

function membersDiffer(trail: Trail, actual: object, expected: object): string | undefined {
  // What these hold is no member: both are told in full.
  if (isOf(actual, Map) || isOf(actual, Set)) return undefined;
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const name of names) {
    const within = [...trail, name];
    if (!Object.hasOwn(actual, name)) return located(within, "is missing");
    const value = (actual as Record<string, unknown>)[name];
    if (!Object.hasOwn(expected, name)) return located(within, `${text(value)} was not there`);
    const difference = differenceAt(within, value, (expected as Record<string, unknown>)[name]);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function located(trail: Trail, difference: string): string {
  return trail.length === 0 ? difference : `${trail.join(".")}: ${difference}`;
}

function bothOf(actual: unknown, expected: unknown): string {
  return `${text(actual)} ≠ ${text(expected)}`;
}

function text(value: unknown): string {
  return describeValue(value, 60);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function classOf(value: object): string {
  const { constructor } = Object.getPrototypeOf(value) ?? {};
  return typeof constructor === "function" && constructor.name !== "" ? constructor.name : "Object";
}
