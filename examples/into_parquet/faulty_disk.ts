import { truncateSync } from "node:fs";
import { join } from "node:path";
import { type FaultInjection, injectFaults } from "@watertight/sinks/conformance";
import { type Files, systemFiles } from "./files.ts";
import { type OpenDuckDb, parquetWriter, type WriteParquet } from "./write_parquet.ts";

/** The disk as the sink of one fixture meets it. */
export interface FaultyDisk {
  readonly files: Files;
  readonly write: WriteParquet;
  readonly faults: FaultInjection<object>["faults"];
  /** How many instances of DuckDB are open. */
  readonly openResources: () => number;
}

/**
 * A disk whose operations fail on demand, all together. Its root is a folder of the fixture's own, so that one
 * configuration serves every fixture.
 */
export function faultyDisk(root: string, duckDb: OpenDuckDb): FaultyDisk {
  const { create, rename, remove } = systemFiles;
  let openResources = 0;
  const write = parquetWriter(async () => {
    const instance = await duckDb();
    openResources++;
    const closeSync = () => {
      openResources--;
      instance.closeSync();
    };
    return { connect: () => instance.connect(), closeSync };
  });
  const { client, faults } = injectFaults(
    {
      create: async (path: string) => await create(join(root, path)),
      // A check has no power cut to survive.
      sync: async () => {},
      syncFolder: async () => {},
      rename: async (from: string, to: string) => await rename(join(root, from), join(root, to)),
      remove: async (path: string) => await remove(join(root, path)),
      writeEnd: async () => {},
    },
    ["create", "sync", "syncFolder", "rename", "remove", "writeEnd"],
  );
  return {
    files: client,
    faults,
    // As a disk does that gets full: it takes a part, and refuses the rest.
    async write(path, rows, options) {
      await write(join(root, path), rows, options);
      await client.writeEnd().catch((error) => {
        truncateSync(join(root, path), 10);
        throw error;
      });
    },
    openResources: () => openResources,
  };
}
