import { refuse, Section } from "../config/section.ts";

/** The section of a sink with its defaults filled in. */
export interface KvConfig {
  /** A database of the session manager by its name, or one to open by its path. */
  readonly source: { readonly database: string } | { readonly path: string };
  /** The first part of every key. */
  readonly prefix: string;
  /** How many events a commit holds at most. */
  readonly chunkSize: number;
  /** In milliseconds. */
  readonly timeout: number;
}

const keys = ["database", "path", "prefix", "chunk_size", "timeout_s"] as const;

/** A key may have 2,048 bytes; with one this long a commit still holds some hundred events. */
const longestPrefix = 512;

/** Reads a section. @throws {TypeError} naming the key that is missing or wrong. */
export function kvConfig(config: unknown): KvConfig {
  const section = new Section(config, keys);
  return {
    source: sourceOf(section),
    prefix: prefixOf(section),
    chunkSize: section.whole("chunk_size", 1000, 1000),
    timeout: section.duration("timeout_s", 30),
  };
}

function sourceOf(section: Section<typeof keys[number]>): KvConfig["source"] {
  if (section.has("database")) return { database: section.text("database") };
  const path = section.text("path");
  // Each worker would write to a memory of its own.
  if (path === ":memory:") refuse("path", "a database that workers can share", path);
  return { path };
}

function prefixOf(section: Section<typeof keys[number]>): string {
  const prefix = section.text("prefix");
  // A key is bytes: a text that UTF-8 cannot hold would be another one there.
  if (!prefix.isWellFormed()) refuse("prefix", "a text without lone surrogates", prefix);
  if (prefix.length > longestPrefix) {
    refuse("prefix", `a text of at most ${longestPrefix} characters`, `${prefix.slice(0, 20)}…`);
  }
  return prefix;
}
