import { stringify } from "fast-check";
import { isError } from "../src/protocol/is_error.ts";
import type { ThrownValue } from "../src/protocol/mod.ts";
import { copyPlainData, isPlainData } from "./values/copy.ts";

/** A thrown value as data; survives errors whose members throw. */
export function describeThrown(thrown: unknown): ThrownValue {
  try {
    if (isError(thrown)) {
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
    // So the printer shows a plain object of another realm; its copy is of this one.
    if (text.includes("[object Object]") && isPlainData(value)) {
      text = stringify(copyPlainData(value));
    }
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
