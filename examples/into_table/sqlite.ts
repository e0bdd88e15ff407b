import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { isInteger, isText } from "./cells.ts";
import type { Database, Dialect, Statement, TableShape } from "./database.ts";
import { createTable, onConflict, requireColumns } from "./statements.ts";

/** SQLite: rows are in the order of their `rowid`. */
export const sqlite: Dialect = {
  builder: new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  kinds: {
    boolean: {
      type: "INTEGER",
      told: /^INTEGER$/i,
      wanted: "a boolean",
      encode: (value) => typeof value === "boolean" ? BigInt(value) : undefined,
    },
    number: {
      // A column of type REAL loses the sign of -0, and SQLite turns NaN into NULL.
      type: "ANY",
      told: /^ANY$/i,
      wanted: "a number other than NaN",
      encode: (value) => typeof value === "number" && value === value ? value : undefined,
    },
    integer: {
      type: "INTEGER",
      told: /^INTEGER$/i,
      wanted: "a bigint of 64 bits",
      encode: (value) => isInteger(value) ? value : undefined,
    },
    text: {
      // Readers end a text at its first U+0000.
      type: "TEXT",
      told: /^TEXT$/i,
      wanted: "a text without lone surrogates and U+0000",
      encode: (value) => isText(value) && !value.includes("\0") ? value : undefined,
    },
  },
  sequence: "INTEGER PRIMARY KEY AUTOINCREMENT",
  tableOptions: "STRICT",
  replace: onConflict,
  // Counted in 15 bits, less one.
  mostParameters: 32_766,
};

/**
 * A connection to an SQLite database. A transaction awaits nothing: another partition of this thread that waited
 * for its lock would wait for ever.
 */
export class SqliteDatabase implements Database {
  readonly dialect: Dialect = sqlite;
  readonly #connect: () => DatabaseSync;
  readonly #lent: boolean;
  readonly #patience: number;
  readonly #prepared = new Map<string, StatementSync>();
  #connection: DatabaseSync | undefined;

  /**
   * @param lent whether the connection stays as it is: it is neither set up nor closed.
   * @param patience how many milliseconds to wait for the lock of another process.
   */
  constructor(connect: () => DatabaseSync, lent: boolean, patience: number) {
    this.#connect = connect;
    this.#lent = lent;
    this.#patience = patience;
  }

  open(): void {
    this.#connection = this.#connect();
    if (this.#lent) return;
    this.#live.exec(`PRAGMA busy_timeout = ${Math.ceil(this.#patience)}`);
    // Readers and the writer do not wait for each other then. A database in memory has no such log.
    this.#live.exec("PRAGMA journal_mode = WAL");
  }

  query({ sql, parameters }: CompiledQuery): readonly Readonly<Record<string, unknown>>[] {
    return this.#live.prepare(sql).all(...parameters as string[]) as Record<string, unknown>[];
  }

  prepare(shape: TableShape, insert: Omit<Statement, "parameters">): void {
    this.#live.exec(createTable(shape, sqlite).sql);
    const told = sql`SELECT name, type FROM pragma_table_info(${shape.name}, ${
      shape.schema ?? "main"
    })`;
    requireColumns(shape, sqlite, this.query(told.compile(sqlite.builder)));
    this.#prepared.set(insert.sql, this.#live.prepare(insert.sql));
  }

  transact(statements: Iterable<Statement>): void {
    try {
      // Immediate: a transaction that only becomes a writer later may find that it cannot.
      this.#live.exec("BEGIN IMMEDIATE");
      for (const statement of statements) {
        this.#statement(statement).run(...statement.parameters as []);
      }
      this.#live.exec("COMMIT");
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  close(): void {
    // Whoever else closed it, closed it is: a close must not fail for want of something to do.
    if (!this.#lent && this.#connection?.isOpen) this.#connection.close();
  }

  get #live(): DatabaseSync {
    if (this.#connection) return this.#connection;
    throw new Error("Cannot use the database as it must be open: it is not");
  }

  #statement({ sql, name }: Statement): StatementSync {
    const prepared = this.#prepared.get(sql) ?? this.#live.prepare(sql);
    if (name !== undefined) this.#prepared.set(sql, prepared);
    return prepared;
  }

  #rollBack(): void {
    try {
      this.#live.exec("ROLLBACK");
    } catch {
      // There was none, or it ends with the connection; what the caller needs to know is what made it fail.
    }
  }
}
