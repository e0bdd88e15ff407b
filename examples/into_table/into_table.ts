import { DatabaseSync } from "node:sqlite";
import type { AsyncBridge, IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { type Column, type Columns, encodeRow } from "./cells.ts";
import { type TableConfig, tableConfig } from "./config.ts";
import type { Database, TableShape } from "./database.ts";
import { databaseAt, databaseOf, type OpenOptions } from "./databases.ts";
import { RowBuffer } from "./row_buffer.ts";
import { attempt, requireChunkSize, requireKey } from "./requirements.ts";
import { cellColumns } from "./statements.ts";
import { Table } from "./table.ts";
import { TablePartition, type TablePartitionParts } from "./table_partition.ts";
import { type Timer, unreferenced } from "./timer.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoTableOptions<R> {
  /** The class or schema of the rows. */
  readonly payload: PayloadType<R>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The columns, by the members of a row. */
  readonly columns: Columns<R>;
  /** The columns by which rows replace each other, none of them a `number`; default: every row stays. */
  readonly key?: readonly (keyof R & string)[];
  /** A column more, which numbers the rows as they are stored: a table without one has no order. */
  readonly sequence?: string;
  /** The time in milliseconds, for `buffer_max_age_s`; default `performance.now`. */
  readonly clock?: () => number;
  /** Calls back once after so many milliseconds; default a `setTimeout` that keeps no process alive. */
  readonly timer?: Timer;
  /** Opens the SQLite database at a URL; default: with `node:sqlite`. */
  readonly connect?: (url: string) => DatabaseSync;
}

/** What `database` needs of the session manager, which keeps what it gives. */
export interface SharedDatabases {
  /** An SQLite connection, a pool of `pg` or one of `mysql2/promise`, by its name. */
  session(database: string): unknown;
}

/** Writes rows into a table of an SQL database. */
export class IntoTable<R extends object> implements IntoSink<R> {
  readonly payload: PayloadType<R>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #shape: Pick<TableShape, "columns" | "key" | "sequence">;
  readonly #clock: () => number;
  readonly #timer: Timer;
  readonly #connect: OpenOptions["connect"];

  /** @throws {TypeError} when the key is no key, or rows that replace each other are to be numbered. */
  constructor(options: IntoTableOptions<R>) {
    const { payload, name, columns, key = [], sequence, clock, timer, connect } = options;
    this.payload = payload;
    this.name = name;
    this.#shape = { columns: Object.entries<Column>(columns), key: [...key], sequence };
    requireKey(this.#shape);
    this.#clock = clock ?? (() => performance.now());
    this.#timer = timer ?? unreferenced;
    this.#connect = connect ?? ((url) => new DatabaseSync(url));
  }

  async buildPartition(
    config: unknown,
    _workerIndex: number,
    _workerCount: number,
    _bridge?: AsyncBridge,
    sessionManager?: unknown,
  ): Promise<SinkPartition<R>> {
    const settings = tableConfig(config);
    const shape: TableShape = { ...this.#shape, schema: settings.schema, name: settings.table };
    const database = await this.#databaseFor(settings, sessionManager);
    try {
      const columns = cellColumns(shape, database.dialect);
      requireChunkSize(settings.chunkSize, shape, database.dialect.mostParameters);
      await attempt("url must lead to a database", () => database.open());
      const table = await attempt("table must be one that the rows fit in", async () => {
        const made = this.tableIn(database, shape, settings.chunkSize);
        await made.prepare();
        return made;
      });
      return this.partitionOf({
        table,
        buffer: new RowBuffer(settings.limits, this.#clock),
        encode: (row) => encodeRow(row, columns),
        release: () => database.close(),
        flushOnShutdown: settings.flushOnShutdown,
        timer: this.#timer,
      });
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  /** The table that a partition writes to. */
  protected tableIn(...args: ConstructorParameters<typeof Table>): Table {
    return new Table(...args);
  }

  /** The partition made of these parts. */
  protected partitionOf(parts: TablePartitionParts<R>): SinkPartition<R> {
    return new TablePartition(parts);
  }

  async #databaseFor({ source, patience }: TableConfig, manager: unknown): Promise<Database> {
    const options = { patience, connect: this.#connect };
    if ("url" in source) return await databaseAt(source.url, options);
    const { session } = (manager ?? {}) as Partial<SharedDatabases>;
    if (typeof session !== "function") {
      throw new Error(
        "Cannot build the partition as database needs a session manager with a session function: " +
          "there is none",
      );
    }
    return await attempt("database must be known to the session manager", async () => {
      return await databaseOf(await session.call(manager, source.database), patience);
    });
  }
}
