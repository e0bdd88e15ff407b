import { isError } from "./is_error.ts";

/** Whether a value is a class, as far as its source tells. */
export function isClass(value: unknown): boolean {
  try {
    return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
  } catch {
    return false;
  }
}

/** A short text for any value; never throws, whatever `toString` or a proxy does. */
export function describe(value: unknown): string {
  try {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "function") {
      return `the ${isClass(value) ? "class" : "function"} ${value.name || "without a name"}`;
    }
    if (isError(value)) return `${value.name}: ${value.message}`;
    if (typeof value !== "object" || value === null) return String(value);
    return `an object of ${value.constructor?.name ?? "no class"}`;
  } catch {
    return "a value that cannot be described";
  }
}
