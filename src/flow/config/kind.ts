import { isMapping } from "./config.ts";

/** What a value is, and nothing of what it holds: a file that was named by mistake may hold secrets. */
export function kindText(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return isMapping(value) ? "a mapping" : `a ${typeof value}`;
}
