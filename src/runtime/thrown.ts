import { isError } from "../protocol/is_error.ts";
import type { Outcome, ThrownValue } from "../protocol/mod.ts";

/** A thrown value as data; never throws, whatever the value is. */
function asData(error: unknown): ThrownValue {
  try {
    if (isError(error)) {
      return { isError: true, name: String(error.name), message: String(error.message) };
    }
  } catch {
    // Its members, or its very nature, cannot be read: it is described as any other value.
  }
  return { isError: false, name: typeof error, message: thrownAsText(error) };
}

/** The outcome of a call that threw. */
export function threwOutcome(error: unknown): Outcome {
  return { kind: "threw", error: asData(error) };
}

/** A thrown value as a short text; never throws. */
export function thrownAsText(error: unknown): string {
  try {
    return String(error);
  } catch {
    return `a ${typeof error} that cannot be described`;
  }
}
