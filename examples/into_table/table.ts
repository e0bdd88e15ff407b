import { createHash } from "node:crypto";
import type { MaybePromise } from "@watertight/sinks";
import type { Cell } from "./cells.ts";
import type { Database, Statement, TableShape } from "./database.ts";
import { insertRows } from "./statements.ts";

/** The table in its database. */
export class Table {
  readonly #database: Database;
  readonly #shape: TableShape;
  readonly #chunkSize: number;
  readonly #fullChunk: Omit<Statement, "parameters">;
  /** Where the cells of the key stand in a row. */
  readonly #key: readonly number[];

  constructor(database: Database, shape: TableShape, chunkSize: number) {
    this.#database = database;
    this.#shape = shape;
    this.#chunkSize = chunkSize;
    const sql = insertRows(shape, database.dialect, chunkSize);
    // The same for all partitions: they may share a connection.
    this.#fullChunk = { sql, name: createHash("sha256").update(sql).digest("hex").slice(0, 40) };
    this.#key = shape.key.map((name) => shape.columns.findIndex(([column]) => column === name));
  }

  /** Makes the table unless it is there. @throws {Error} when it is there, and rows do not fit in. */
  prepare(): MaybePromise<void> {
    return this.#database.prepare(this.#shape, this.#fullChunk);
  }

  /** Stores the rows in their order, all or none; of rows of one key the last. */
  insert(rows: readonly (readonly Cell[])[]): MaybePromise<void> {
    return this.#database.transact(
      this.#statements(this.#key.length > 0 ? this.#last(rows) : rows),
    );
  }

  /** The rows in portions of at most so many. */
  protected *chunks<T>(rows: readonly T[], size: number): Iterable<readonly T[]> {
    for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
  }

  *#statements(rows: readonly (readonly Cell[])[]): Iterable<Statement> {
    for (const chunk of this.chunks(rows, this.#chunkSize)) {
      const statement = chunk.length === this.#chunkSize
        ? this.#fullChunk
        : this.#part(chunk.length);
      const { rowsAtOnce } = this.#database.dialect;
      yield { ...statement, parameters: rowsAtOnce ? [chunk] : chunk.flat() };
    }
  }

  #part(rows: number): Omit<Statement, "parameters"> {
    return { sql: insertRows(this.#shape, this.#database.dialect, rows), name: undefined };
  }

  /**
   * The last row of each key: no statement may touch a row twice. They are sorted, so that transactions that
   * touch the same rows lock them in the same order and wait for each other instead of for ever.
   */
  #last(rows: readonly (readonly Cell[])[]): (readonly Cell[])[] {
    const byKey = new Map(
      rows.map((row) => [JSON.stringify(this.#key.map((at) => String(row[at]))), row]),
    );
    return [...byKey].sort(([a], [b]) => a < b ? -1 : 1).map(([, row]) => row);
  }
}
