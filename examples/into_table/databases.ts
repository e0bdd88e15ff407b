import { DatabaseSync } from "node:sqlite";
import type { Database } from "./database.ts";
import { ServerDatabase } from "./server.ts";
import { SqliteDatabase } from "./sqlite.ts";

/** A database of the session manager by its name, or one to open by its URL. */
export type Source = { readonly database: string } | { readonly url: string };

/** How databases are opened. */
export interface OpenOptions {
  /** How many milliseconds to wait for a lock or a server. */
  readonly patience: number;
  /** Opens an SQLite database. */
  readonly connect: (url: string) => DatabaseSync;
}

/**
 * The database at a URL, by its scheme. The driver of a server is loaded by whoever needs it.
 *
 * @throws {TypeError} when no database has such a scheme.
 */
export async function databaseAt(
  url: string,
  { patience, connect }: OpenOptions,
): Promise<Database> {
  const { scheme } = /^(?<scheme>[a-z]+):/.exec(url)?.groups ?? {};
  switch (scheme) {
    case "file":
      return new SqliteDatabase(() => connect(url), false, patience);
    case "postgres":
    case "postgresql": {
      const { ownPostgres, postgres } = await import("./postgres.ts");
      return new ServerDatabase(postgres, ownPostgres(url), patience);
    }
    case "mariadb":
    case "mysql": {
      const { mariadb, ownMariadb } = await import("./mariadb.ts");
      return new ServerDatabase(mariadb, ownMariadb(url, patience), patience);
    }
  }
  throw new TypeError(`Cannot open a database as its URL must have a known scheme: ${scheme}`);
}

/**
 * What a session manager gives: a connection to SQLite, a pool of `pg`, or one of `mysql2/promise`.
 *
 * @throws {TypeError} when it is none of these.
 */
export async function databaseOf(session: unknown, patience: number): Promise<Database> {
  if (session instanceof DatabaseSync) return new SqliteDatabase(() => session, true, patience);
  const has = (member: string) => typeof Reflect.get(Object(session), member) === "function";
  if (has("getConnection")) {
    const { lentMariadb, mariadb } = await import("./mariadb.ts");
    return new ServerDatabase(mariadb, lentMariadb(session as never), patience);
  }
  if (has("connect")) {
    const { lentPostgres, postgres } = await import("./postgres.ts");
    return new ServerDatabase(postgres, lentPostgres(session as never), patience);
  }
  throw new TypeError("it must give an SQLite database, or a pool of pg or of mysql2/promise");
}
