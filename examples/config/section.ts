import { shown } from "../values/shown.ts";

/** A timer that is set further than 31 bits of milliseconds goes off at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Reads the values of a configuration section. A value from the environment is a text and means the same as without
 * the quotes; what is wrong is thrown as a `TypeError` that names the key.
 */
export class Section<Key extends string> {
  readonly #values: Readonly<Record<string, unknown>>;

  /** @throws {TypeError} when the section is no object, or has a key that is none of these. */
  constructor(config: unknown, keys: readonly Key[]) {
    if (typeof config !== "object" || config === null) refuse("config", "an object", config);
    // A misspelt key that is passed over is a default nobody chose.
    const unknown = Object.keys(config).find((key) => !keys.some((known) => known === key));
    if (unknown !== undefined) refuse("every key", `one of ${keys.join(", ")}`, unknown);
    this.#values = { ...config };
  }

  has(key: Key): boolean {
    return this.#values[key] !== undefined;
  }

  /** A text, which is not empty. */
  text(key: Key, preset?: string): string {
    const value = this.#values[key] ?? preset;
    return typeof value === "string" && value !== ""
      ? value
      : refuse(key, "a non-empty text", value);
  }

  /** A URL of one of these protocols, which no message shows: it may hold a password. */
  url(key: Key, protocols: readonly string[]): string {
    const text = this.text(key);
    const protocol = URL.parse(text)?.protocol;
    if (protocol !== undefined && protocols.includes(protocol)) return text;
    const wanted = `a URL that begins with ${protocols.map((it) => `${it}//`).join(" or ")}`;
    return refuseAs(key, wanted, protocol ?? "no URL");
  }

  /** A text that no message shows. */
  secret(key: Key): string {
    const value = this.#values[key];
    if (typeof value === "string" && value !== "") return value;
    return refuseAs(key, "a text", value === undefined ? "missing" : "something else");
  }

  /** A whole number from 1. */
  whole(key: Key, preset: number, most: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.#values[key] ?? preset;
    const number = numberOf(value);
    if (Number.isSafeInteger(number) && number >= 1 && number <= most) return number;
    const range = most < Number.MAX_SAFE_INTEGER ? `from 1 to ${most}` : "from 1";
    return refuse(key, `a whole number ${range}`, value);
  }

  /** A whole number of milliseconds that a timer takes, from 1. */
  milliseconds(key: Key, preset: number): number {
    return this.whole(key, preset, longestTimer);
  }

  /** A number of seconds, as milliseconds that a timer takes: at least so many. */
  duration(key: Key, preset: number, least: 0 | 1 = 1): number {
    const value = this.#values[key] ?? preset;
    const duration = Math.round(1000 * numberOf(value));
    return duration >= least && duration <= longestTimer
      ? duration
      : refuse(key, `a number of seconds ${least === 0 ? "from" : "above"} 0`, value);
  }

  /** A truth value. */
  flag(key: Key, preset: boolean): boolean {
    const value = this.#values[key] ?? preset;
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    return refuse(key, "true or false", value);
  }
}

/** A number, or the text of one; NaN for anything else. */
function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
}

/** Refuses a build for the value of a key. @throws {TypeError} always. */
export function refuse(key: string, wanted: string, actual: unknown): never {
  refuseAs(key, wanted, actual === undefined ? "missing" : shown(actual));
}

/** The same in words, for a value that must not be shown, or tells little. @throws {TypeError} always. */
export function refuseAs(key: string, wanted: string, actual: string): never {
  throw new TypeError(`Cannot build the partition as ${key} must be ${wanted}: it is ${actual}`);
}

/** What a key must be, and why it is not, as what the store or its client said. */
export function refused(key: string, requirement: string, cause: unknown): Error {
  const actual = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Cannot build the partition as ${key} must ${requirement}: ${actual}`, {
    cause,
  });
}
