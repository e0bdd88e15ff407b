import type { CompiledQuery } from "kysely";
import type { Database, Dialect, Statement, TableShape } from "./database.ts";
import { reasonOf } from "./requirements.ts";
import { within } from "../config/within.ts";

/** What a statement gives. */
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** A connection of a pool, as long as a transaction has it. */
export interface ServerConnection {
  /** @param name that of a statement to prepare, the same for every one of this text. */
  query(sql: string, parameters?: readonly unknown[], name?: string): Promise<Rows>;
  /** Gives it back; one that is broken is closed, and nobody gets it again. */
  release(broken: boolean): void;
}

/** What the kinds of servers differ in. */
export interface ServerKind {
  readonly dialect: Dialect;
  /** Makes the table unless it is there. @throws {Error} when it is there, and rows do not fit in. */
  prepare(query: Database["query"], shape: TableShape): Promise<void>;
  /** Whether a transaction failed because another one was in its way, and stored nothing. */
  isConflict(error: unknown): boolean;
}

/** Where connections come from. */
export interface Connections {
  take(): Promise<ServerConnection>;
  /**
   * Closes them; nothing when they are lent.
   *
   * @param patience how many milliseconds the server has to take leave.
   */
  close(patience: number): Promise<void>;
}

/** How often a transaction is tried that others are in the way of. */
const mostAttempts = 10;

/** A database on a server. */
export class ServerDatabase implements Database {
  readonly dialect: Dialect;
  readonly #kind: ServerKind;
  readonly #connections: Connections;
  readonly #patience: number;
  #reachable = true;

  /** @param patience how many milliseconds to wait for a connection, and for a transaction. */
  constructor(kind: ServerKind, connections: Connections, patience: number) {
    this.dialect = kind.dialect;
    this.#kind = kind;
    this.#connections = connections;
    this.#patience = patience;
  }

  async open(): Promise<void> {
    await this.#connected(() => Promise.resolve());
  }

  async query({ sql, parameters }: CompiledQuery): Promise<Rows> {
    return await this.#connected((connection) => connection.query(sql, parameters));
  }

  async prepare(shape: TableShape): Promise<void> {
    await this.#kind.prepare((query) => this.query(query), shape);
  }

  async transact(statements: Iterable<Statement>): Promise<void> {
    const made = [...statements];
    for (let attempt = 1;; attempt++) {
      try {
        return await this.#connected((connection) => transaction(connection, made));
      } catch (error) {
        // Only what has certainly stored nothing may be done again.
        if (attempt < mostAttempts && this.#kind.isConflict(error)) continue;
        throw new Error(
          `Cannot store the rows as the database must take them: ${reasonOf(error)}`,
          { cause: error },
        );
      }
    }
  }

  async close(): Promise<void> {
    await this.#connections.close(this.#reachable ? this.#patience : 0);
  }

  /**
   * Works with a connection. After any failure it is not used again, and the server rolls back what was begun on
   * it: what became of a ROLLBACK need not be known then.
   */
  async #connected<T>(work: (connection: ServerConnection) => Promise<T>): Promise<T> {
    const taking = this.#connections.take();
    let over = false;
    const giveBack = (broken: boolean) => {
      if (!over) void taking.then((connection) => connection.release(broken), () => {});
      over = true;
    };
    try {
      const result = await within(this.#patience, "the database", taking.then(work));
      giveBack(false);
      this.#reachable = true;
      return result;
    } catch (error) {
      giveBack(true);
      this.#reachable = false;
      throw error;
    }
  }
}

async function transaction(connection: ServerConnection, statements: readonly Statement[]) {
  await connection.query("BEGIN");
  for (const { sql, parameters, name } of statements) {
    await connection.query(sql, parameters, name);
  }
  await connection.query("COMMIT");
}
