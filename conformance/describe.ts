import { stringify } from "fast-check";
import type { ThrownValue } from "../src/protocol/mod.ts";

/** A thrown value as data; survives errors whose members throw. */
export function describeThrown(thrown: unknown): ThrownValue {
  try {
    if (thrown instanceof Error) {
      return {
        isError: true,
        name: cut(String(thrown.name), 200),
        message: cut(String(thrown.message)),
      };
    }
    return { isError: false, name: typeof thrown, message: describeValue(thrown) };
  } catch {
    return { isError: false, name: typeof thrown, message: "a value that cannot be read" };
  }
}

/** `TypeError: x is not a function`, or `a string: "oops"` for what is no error. */
export function thrownText({ isError, name, message }: ThrownValue): string {
  return isError ? `${name}: ${message}` : `a thrown ${name}: ${message}`;
}

/** Any value as source text of at most so many characters; never throws. */
export function describeValue(value: unknown, limit = 200): string {
  const unreadable = `${
    typeof value === "object" ? "an" : "a"
  } ${typeof value} that cannot be read`;
  let text: string;
  try {
    text = stringify(value);
  } catch {
    text = unreadable;
  }
  // So the printer calls a value whose toString throws.
  if (text === "[object Object]") text = unreadable;
  return cut(text, limit);
}

/** A message that is longer tells no more. */
function cut(text: string, limit = 4000): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** `1 event`, `2 events`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
