import { describe } from "../protocol/describe.ts";

/**
 * The text of a key that events are dealt or routed by: keys are compared as texts.
 *
 * @param action what the key is wanted for, as an error tells it.
 * @throws {TypeError} when it has none.
 */
export function keyText(key: unknown, action: string): string {
  try {
    return String(key);
  } catch (cause) {
    throw new TypeError(`Cannot ${action} as its key must have a text: it is ${describe(key)}`, {
      cause,
    });
  }
}
