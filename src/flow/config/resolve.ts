import { isMapping, type KeyPath } from "./config.ts";
import { interpolate, type ReadVariable } from "./interpolate.ts";

/** Takes note of something wrong at a path. */
export type ReportProblem = (path: KeyPath, message: string) => void;

/**
 * A value with all its interpolations replaced. What holds none is given back as it is, the same object: a
 * section may hold live objects, and they are not to be copied.
 */
export function resolve(
  value: unknown,
  path: KeyPath,
  read: ReadVariable,
  report: ReportProblem,
  above: readonly unknown[] = [],
): unknown {
  if (typeof value === "string") return resolveText(value, path, read, report);
  if (above.includes(value)) return value;
  const inside = (item: unknown, key: string): unknown =>
    resolve(item, [...path, key], read, report, [...above, value]);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => inside(item, `${index}`));
    return items.every((item, index) => Object.is(item, value[index])) ? value : items;
  }
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, inside(item, key)] as const);
  return entries.every(([key, item]) => Object.is(item, value[key]))
    ? value
    : Object.fromEntries(entries);
}

function resolveText(
  text: string,
  path: KeyPath,
  read: ReadVariable,
  report: ReportProblem,
): unknown {
  const interpolated = interpolate(text, read);
  if ("value" in interpolated) return interpolated.value;
  report(path, interpolated.problem);
  return undefined;
}
