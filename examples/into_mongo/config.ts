import { refuse, refuseAs, Section } from "../config/section.ts";

/** The section of a sink with its defaults filled in. */
export interface MongoConfig {
  /** A database of the session manager by its name, or one to connect to by its URL. */
  readonly source: { readonly database: string } | { readonly url: string };
  readonly collection: string;
  readonly chunkSize: number;
  readonly upsert: boolean;
  /** In milliseconds. */
  readonly timeout: number;
}

const keys = ["database", "url", "collection", "chunk_size", "upsert", "timeout_s"] as const;

/** What the server takes in one command. */
const mostDocuments = 100_000;

/** Reads a section. @throws {TypeError} naming the key that is missing or wrong. */
export function mongoConfig(config: unknown): MongoConfig {
  const section = new Section(config, keys);
  return {
    source: section.has("database")
      ? { database: section.text("database") }
      : { url: urlOf(section) },
    collection: collectionOf(section),
    chunkSize: section.whole("chunk_size", 1000, mostDocuments),
    upsert: section.flag("upsert", false),
    timeout: section.duration("timeout_s", 10),
  };
}

function urlOf(section: Section<typeof keys[number]>): string {
  const url = section.text("url");
  // Without a database the driver takes one named "test".
  if (/^mongodb(\+srv)?:\/\/[^/?]+\/[^/?]+/.test(url)) return url;
  return refuseAs("url", '"mongodb://host/database", or with "mongodb+srv:"', "something else");
}

function collectionOf(section: Section<typeof keys[number]>): string {
  const name = section.text("collection");
  if (!/^(system\.|\.)|[$\0]|\.\.|\.$/.test(name)) return name;
  return refuse("collection", "a name that MongoDB lets one write to", name);
}
