import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBConnection, type DuckDBInstance } from "@duckdb/node-api";
import { type FaultInjection, injectFaults } from "@watertight/sinks/conformance";
import { type Files, systemFiles } from "./files.ts";
import { parquetWriter, type WriteParquet } from "./write_parquet.ts";

/** The disk as the sink of one fixture meets it. */
export interface FaultyDisk {
  readonly files: Files;
  readonly write: WriteParquet;
  readonly faults: FaultInjection<object>["faults"];
  /** How many connections of DuckDB are open. */
  readonly openConnections: () => number;
}

/**
 * A disk whose operations fail on demand, all together, and so do the statements of DuckDB. Its root is a folder of the
 * fixture's own, so that one configuration serves every fixture.
 *
 * @param duckDb is left open: the connections to it are not.
 */
export function faultyDisk(root: string, duckDb: DuckDBInstance): FaultyDisk {
  const { create, rename, remove } = systemFiles;
  let openConnections = 0;
  const { client, faults } = injectFaults(
    {
      create: async (path: string) => await create(join(root, path)),
      // A check has no power cut to survive.
      sync: async () => {},
      syncFolder: async () => {},
      rename: async (from: string, to: string) => await rename(join(root, from), join(root, to)),
      remove: async (path: string) => await remove(join(root, path)),
      query: async (connection: DuckDBConnection, sql: string) =>
        await DuckDBConnection.prototype.run.call(connection, sql),
    },
    ["create", "sync", "syncFolder", "rename", "remove", "query"],
  );

  async function connect(): Promise<DuckDBConnection> {
    const connection = await duckDb.connect();
    openConnections++;
    return Object.assign(connection, {
      run: (sql: string) => client.query(connection, sql),
      closeSync() {
        openConnections--;
        connection.disconnectSync();
      },
    });
  }

  const write = parquetWriter(() => Promise.resolve({ connect, closeSync() {} }));
  return {
    files: client,
    faults,
    // As a disk does that gets full: it takes a part, and refuses the rest.
    async write(path, rows, options) {
      try {
        await write(join(root, path), rows, options);
      } catch (error) {
        writeFileSync(join(root, path), "PAR1");
        throw error;
      }
    },
    openConnections: () => openConnections,
  };
}
