/** The configuration section of a sink, in which a text from the environment means the same as the value. */
export class Section {
  readonly #members: Readonly<Record<string, unknown>>;

  /** @throws {TypeError} when the section is no object, or has a key that is not listed. */
  constructor(config: unknown, keys: readonly string[]) {
    if (typeof config !== "object" || config === null) refuse("config", "an object", shown(config));
    // A misspelt key that is passed over is a default nobody chose.
    const unknown = Object.keys(config).find((key) => !keys.includes(key));
    if (unknown !== undefined) {
      refuse("every key", `one of ${keys.join(", ")}`, JSON.stringify(unknown));
    }
    this.#members = { ...config };
  }

  /** A text that is not empty. @throws {TypeError} naming the key. */
  text(key: string): string {
    const value = this.#members[key];
    if (typeof value === "string" && value !== "") return value;
    return refuse(key, "a non-empty text", shown(value));
  }

  /** A URL of one of these protocols. @throws {TypeError} naming the key, and never the URL: it may hold a password. */
  url(key: string, protocols: readonly string[]): string {
    const text = this.text(key);
    const protocol = URL.parse(text)?.protocol;
    if (protocol !== undefined && protocols.includes(protocol)) return text;
    const wanted = `a URL that begins with ${protocols.map((it) => `${it}//`).join(" or ")}`;
    return refuse(key, wanted, protocol ?? "no URL");
  }

  /** A whole number from 1, or its digits. @throws {TypeError} naming the key. */
  whole(key: string, preset: number, most: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.#members[key] ?? preset;
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    const fits = typeof number === "number" && Number.isInteger(number);
    if (fits && number >= 1 && number <= most) return number;
    return refuse(key, `a whole number from 1 to ${most}`, shown(value));
  }
}

/** @throws {TypeError} always: the build is refused for this key. */
export function refuse(key: string, wanted: string, actual: string): never {
  throw new TypeError(`Cannot build the partition as ${key} must be ${wanted}: it is ${actual}`);
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
