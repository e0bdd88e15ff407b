import type { Source } from "./databases.ts";
import type { BufferLimits } from "./row_buffer.ts";

/** The section of a sink with its defaults filled in. */
export interface TableConfig {
  readonly source: Source;
  /** The schema of the table, or the MariaDB database; default: that of the connection. */
  readonly schema: string | undefined;
  readonly table: string;
  readonly chunkSize: number;
  readonly limits: BufferLimits;
  readonly flushOnShutdown: boolean;
  /** How many milliseconds to wait for a lock or a server. */
  readonly patience: number;
}

const keys = [
  "database",
  "url",
  "schema",
  "table",
  "chunk_size",
  "buffer_max_records",
  "buffer_max_bytes",
  "buffer_max_age_s",
  "flush_on_shutdown",
  "timeout_s",
] as const;

type Section = Partial<Record<typeof keys[number], unknown>>;

/**
 * Reads a section. A value from the environment is a string and means the same as without the quotes.
 *
 * @throws {TypeError} naming the key that is missing or wrong.
 */
export function tableConfig(config: unknown): TableConfig {
  const section = sectionOf(config);
  return {
    source: sourceOf(section),
    schema: section.schema === undefined ? undefined : text(section, "schema"),
    table: text(section, "table"),
    chunkSize: whole(section, "chunk_size", 500),
    limits: {
      records: whole(section, "buffer_max_records", 50_000),
      bytes: whole(section, "buffer_max_bytes", 128 * 1024 ** 2),
      age: 1000 * seconds(section, "buffer_max_age_s", 60),
    },
    flushOnShutdown: flag(section, "flush_on_shutdown", true),
    patience: 1000 * seconds(section, "timeout_s", 30),
  };
}

function refuse(key: string, wanted: string, actual: unknown): never {
  const shown = actual === undefined
    ? "missing"
    : typeof actual === "object" && actual !== null
    ? "an object"
    : typeof actual === "string"
    ? JSON.stringify(actual)
    : String(actual);
  throw new TypeError(`Cannot build the partition as ${key} must be ${wanted}: it is ${shown}`);
}

function sectionOf(config: unknown): Section {
  if (typeof config !== "object" || config === null) refuse("config", "an object", config);
  // A misspelt key that is passed over is a default nobody chose.
  const unknown = Object.keys(config).find((key) => !keys.some((known) => known === key));
  if (unknown !== undefined) refuse("every key", `one of ${keys.join(", ")}`, unknown);
  return config;
}

function sourceOf(section: Section): Source {
  if (section.database !== undefined) return { database: text(section, "database") };
  const url = text(section, "url");
  if (!/^(file|postgres|postgresql|mariadb|mysql):/.test(url)) {
    // Nothing else of it: there may be a password in it.
    const scheme = `${/^\w*:/.exec(url)?.[0] ?? "no URL"}…`;
    refuse("url", "one of file:, postgres: or mariadb:, unless database is given", scheme);
  }
  // Without a shared cache each worker would write to a memory of its own.
  if (/^file:(:memory:|$|\?)|[?&]mode=memory/.test(url) && !/[?&]cache=shared/.test(url)) {
    refuse("url", "a database that workers can share", url);
  }
  return { url };
}

function text(section: Section, key: keyof Section): string {
  const value = section[key];
  return typeof value === "string" && value !== "" ? value : refuse(key, "a non-empty text", value);
}

/** A number, or the text of one; NaN for anything else. */
function number(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
}

function whole(section: Section, key: keyof Section, preset: number): number {
  const value = section[key] ?? preset;
  const limit = number(value);
  if (Number.isSafeInteger(limit) && limit >= 1) return limit;
  return refuse(key, "a whole number from 1", value);
}

function seconds(section: Section, key: keyof Section, preset: number): number {
  const value = section[key] ?? preset;
  const limit = number(value);
  return limit >= 0 ? limit : refuse(key, "a number of seconds from 0", value);
}

function flag(section: Section, key: keyof Section, preset: boolean): boolean {
  const value = section[key] ?? preset;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  return refuse(key, "true or false", value);
}
