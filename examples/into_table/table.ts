import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Cell, type Column, declarations } from "./cells.ts";

/** A name as SQL, whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The table in its database, over one connection. */
export class Table {
  readonly #database: DatabaseSync;
  readonly #columns: readonly string[];
  readonly #name: string;
  readonly #chunkSize: number;
  readonly #fullChunk: StatementSync;

  /** Creates the table unless it is there. @throws {Error} when it is there with other columns. */
  constructor(
    database: DatabaseSync,
    name: string,
    columns: readonly (readonly [string, Column])[],
    chunkSize: number,
  ) {
    this.#database = database;
    this.#name = quoted(name);
    this.#columns = columns.map(([column]) => quoted(column));
    this.#chunkSize = chunkSize;
    const body = columns.map(([column, type]) => `${quoted(column)} ${declarations[type]}`).join();
    database.exec(`CREATE TABLE IF NOT EXISTS ${this.#name} (${body}) STRICT`);
    this.#fullChunk = this.#statement(chunkSize);
  }

  /** Stores the rows in their order, all or none. */
  insert(rows: readonly (readonly Cell[])[]): void {
    try {
      // Immediate: a transaction that only becomes a writer later may find that it cannot.
      this.#database.exec("BEGIN IMMEDIATE");
      for (const chunk of this.chunks(rows, this.#chunkSize)) {
        const full = chunk.length === this.#chunkSize;
        (full ? this.#fullChunk : this.#statement(chunk.length)).run(...chunk.flat());
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** The rows in portions of at most so many. */
  protected *chunks<T>(rows: readonly T[], size: number): Iterable<readonly T[]> {
    for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
  }

  #statement(rows: number): StatementSync {
    const places = `(${this.#columns.map(() => "?").join()})`;
    return this.#database.prepare(
      `INSERT INTO ${this.#name} (${this.#columns.join()}) VALUES ${
        Array(rows).fill(places).join()
      }`,
    );
  }

  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // There was none, or it ends with the connection; what the caller needs to know is what made the insert fail.
    }
  }
}
