import { setImmediate } from "node:timers/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Compression } from "./config.ts";
import type { Rows } from "./rows.ts";

/** How a file is written. */
export interface WriteOptions {
  readonly compression: Compression;
  /** Ends the writing with an error. */
  readonly signal: AbortSignal;
}

/** Writes rows as a Parquet file over whatever is at a path. */
export type WriteParquet = (path: string, rows: Rows, options: WriteOptions) => Promise<void>;

/** Gives a DuckDB that is disposed of after one file. */
export type OpenDuckDb = () => Promise<Pick<DuckDBInstance, "connect" | "closeSync">>;

/**
 * One thread, that of the pool of the process in which a call is made: DuckDB starts none, and nothing is left running.
 * Nothing is spilled, nor fetched from anywhere.
 */
export const duckDbSettings: Readonly<Record<string, string>> = {
  threads: "1",
  temp_directory: "",
  autoinstall_known_extensions: "false",
  preserve_insertion_order: "false",
};

/** A DuckDB for each file: a fatal error makes a whole instance useless, and nobody else's with it. */
const ownDuckDb: OpenDuckDb = () => DuckDBInstance.create(":memory:", duckDbSettings);

/** Writes files with DuckDB: rows go into a table in memory, and it into the file. */
export function parquetWriter(open: OpenDuckDb = ownDuckDb): WriteParquet {
  return async (path, rows, options) => {
    const instance = await open();
    try {
      const connection = await instance.connect();
      try {
        await fill(connection, rows, options.signal);
        await copy(connection, path, rows, options);
      } finally {
        connection.closeSync();
      }
    } finally {
      instance.closeSync();
    }
  };
}

async function fill(connection: DuckDBConnection, rows: Rows, signal: AbortSignal): Promise<void> {
  const columns = rows.shape.map(([name], at) => `${quoted(name, '"')} ${rows.types[at]}`);
  // A temporary table is gone with its connection.
  await connection.run(`CREATE TEMPORARY TABLE rows (${columns.join(", ")})`);
  const appender = await connection.createAppender("rows");
  try {
    for (const chunk of rows.chunks()) {
      appender.appendDataChunk(chunk);
      // It works on the event loop: others have their turn.
      await setImmediate();
      signal.throwIfAborted();
    }
  } catch (error) {
    appender.clear();
    throw error;
  } finally {
    appender.closeSync();
  }
}

async function copy(
  connection: DuckDBConnection,
  path: string,
  { negativeZero }: Rows,
  { compression, signal }: WriteOptions,
): Promise<void> {
  const options = [
    "FORMAT parquet",
    "USE_TMP_FILE false",
    `COMPRESSION ${compression === "none" ? "uncompressed" : compression}`,
    // A dictionary has one entry for 0 and -0 (duckdb/duckdb#25781).
    ...negativeZero ? ["DICTIONARY_SIZE_LIMIT 0"] : [],
  ];
  const interrupt = () => connection.interrupt();
  signal.addEventListener("abort", interrupt);
  try {
    await connection.run(`COPY rows TO ${quoted(path, "'")} (${options.join(", ")})`);
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

function quoted(text: string, quote: string): string {
  return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
}
