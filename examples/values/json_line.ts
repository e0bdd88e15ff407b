import { type Exactness, requireExact } from "./exact.ts";

const exactness: Exactness = {
  // What contains itself has no end; few readers of JSON go deeper.
  levels: 100,
  key: () => true,
  leaf(value) {
    if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
    if (typeof value !== "number") return "a value that JSON keeps";
    return Number.isFinite(value) && !Object.is(value, -0) ? undefined : "a number that JSON keeps";
  },
};

/**
 * An event as one line of JSON, without the end of the line.
 *
 * @throws {TypeError} naming the member that JSON cannot keep exactly as it is.
 */
export function jsonLine(event: unknown): string {
  requireExact(event, exactness);
  // What its class would make of it is not what is kept.
  return JSON.stringify(Object(event).toJSON === undefined ? event : { ...event as object });
}
