import { exactMembers, type Exactness } from "../values/exact.ts";

const exactness: Exactness = {
  levels: 1000,
  key: () => true,
  leaf(value) {
    if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
    if (typeof value !== "number") return "a value that JSON has";
    return Number.isFinite(value) && !Object.is(value, -0) ? undefined : "a number that JSON has";
  },
};

/**
 * An event as one line of JSON, without the end of the line.
 *
 * @throws {TypeError} naming the member that JSON cannot keep exactly as it is.
 */
export function jsonLine(event: object): string {
  return JSON.stringify(exactMembers(event, exactness));
}
