import type { Source } from "./databases.ts";
import { refuse, refuseAs, Section } from "../config/section.ts";
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

/**
 * Reads a section. A value from the environment is a string and means the same as without the quotes.
 *
 * @throws {TypeError} naming the key that is missing or wrong.
 */
export function tableConfig(config: unknown): TableConfig {
  const section = new Section(config, keys);
  return {
    source: sourceOf(section),
    schema: section.has("schema") ? section.text("schema") : undefined,
    table: section.text("table"),
    chunkSize: section.whole("chunk_size", 500),
    limits: {
      records: section.whole("buffer_max_records", 50_000),
      bytes: section.whole("buffer_max_bytes", 128 * 1024 ** 2),
      age: section.duration("buffer_max_age_s", 60, 0),
    },
    flushOnShutdown: section.flag("flush_on_shutdown", true),
    patience: section.duration("timeout_s", 30, 0),
  };
}

function sourceOf(section: Section<typeof keys[number]>): Source {
  if (section.has("database")) return { database: section.text("database") };
  const url = section.text("url");
  if (!/^(file|postgres|postgresql|mariadb|mysql):/.test(url)) {
    // Nothing else of it: there may be a password in it.
    const scheme = `${/^\w*:/.exec(url)?.[0] ?? "no URL"}…`;
    refuseAs("url", "one of file:, postgres: or mariadb:, unless database is given", scheme);
  }
  // Without a shared cache each worker would write to a memory of its own.
  if (/^file:(:memory:|$|\?)|[?&]mode=memory/.test(url) && !/[?&]cache=shared/.test(url)) {
    refuse("url", "a database that workers can share", url);
  }
  return { url };
}
