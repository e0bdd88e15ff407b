import { DatabaseSync } from "node:sqlite";
import type { AsyncBridge, IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { type Column, type Columns, encodeRow } from "./cells.ts";
import { type TableConfig, tableConfig } from "./config.ts";
import { RowBuffer } from "./row_buffer.ts";
import { Table } from "./table.ts";
import { TablePartition, type TablePartitionParts } from "./table_partition.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoTableOptions<R> {
  /** The class or schema of the rows. */
  readonly payload: PayloadType<R>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The columns, by the members of a row. */
  readonly columns: Columns<R>;
  /** The time in milliseconds, for `buffer_max_age_s`; default `performance.now`. */
  readonly clock?: () => number;
  /** Opens the database at a URL; default: with `node:sqlite`. */
  readonly connect?: (url: string) => DatabaseSync;
}

/** What `database` needs of the session manager, which keeps the connections it gives. */
export interface SharedDatabases {
  /** The connection to a database by its name. */
  session(database: string): DatabaseSync;
}

/** A connection, and how to give it back. */
interface Lease {
  readonly database: DatabaseSync;
  readonly release: () => void;
}

/** A parameter of a statement is counted in 15 bits by SQLite, less one. */
const mostParameters = 32_766;

/** Writes rows into a table of an SQLite database. */
export class IntoTable<R extends object> implements IntoSink<R> {
  readonly payload: PayloadType<R>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #columns: readonly (readonly [string, Column])[];
  readonly #clock: () => number;
  readonly #connect: (url: string) => DatabaseSync;

  constructor({ payload, name, columns, clock, connect }: IntoTableOptions<R>) {
    this.payload = payload;
    this.name = name;
    this.#columns = Object.entries<Column>(columns);
    this.#clock = clock ?? (() => performance.now());
    this.#connect = connect ?? ((url) => new DatabaseSync(url));
  }

  buildPartition(
    config: unknown,
    _workerIndex: number,
    _workerCount: number,
    _bridge?: AsyncBridge,
    sessionManager?: unknown,
  ): SinkPartition<R> {
    const settings = tableConfig(config);
    if (settings.chunkSize * this.#columns.length > mostParameters) {
      throw new TypeError(
        `Cannot build the partition as chunk_size must be at most ${
          Math.floor(mostParameters / this.#columns.length)
        } with ${this.#columns.length} columns: it is ${settings.chunkSize}`,
      );
    }
    const { database, release } = this.#lease(settings.source, sessionManager);
    try {
      return this.partitionOf({
        table: this.tableIn(database, settings.table, this.#columns, settings.chunkSize),
        buffer: new RowBuffer(settings.limits, this.#clock),
        encode: (row) => encodeRow(row, this.#columns),
        release,
        flushOnShutdown: settings.flushOnShutdown,
      });
    } catch (error) {
      release();
      throw refused("table must be one that the rows fit in", error);
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

  #lease(source: TableConfig["source"], sessionManager: unknown): Lease {
    if ("database" in source) {
      const database = shared(source.database, sessionManager);
      return { database, release: () => {} };
    }
    const database = opened(source.url, this.#connect);
    // Whoever else closed it, closed it is: a close must not fail for want of something to do.
    return { database, release: () => void (database.isOpen && database.close()) };
  }
}

/** A connection of the session manager, which stays its own. */
function shared(name: string, sessionManager: unknown): DatabaseSync {
  const manager = (sessionManager ?? {}) as Partial<SharedDatabases>;
  if (typeof manager.session !== "function") {
    throw new Error(
      "Cannot build the partition as database needs a session manager with a session function: " +
        "there is none",
    );
  }
  try {
    return manager.session(name);
  } catch (error) {
    throw refused("database must be known to the session manager", error);
  }
}

function opened(url: string, connect: (url: string) => DatabaseSync): DatabaseSync {
  try {
    return connect(url);
  } catch (error) {
    throw refused("url must lead to a database", error);
  }
}

/** What a key must be, and why it is not. */
function refused(requirement: string, cause: unknown): Error {
  const actual = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Cannot build the partition as ${requirement}: ${actual}`, { cause });
}
