import { open, rename, rm } from "node:fs/promises";
import process from "node:process";

/** What the sink needs of the file system; the contents of files are written by DuckDB. */
export interface Files {
  /** Makes an empty file, which must not be there. */
  create(path: string): Promise<void>;
  /** Sees to it that the contents of a file are on the disk, and not in a cache that a power cut empties. */
  sync(path: string): Promise<void>;
  /** The same for the names in a folder. */
  syncFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, if it is there. */
  remove(path: string): Promise<void>;
}

/** The file system of the machine. */
export const systemFiles: Files = {
  async create(path) {
    const file = await open(path, "wx");
    await file.close();
  },
  sync: (path) => synced(path, "r+"),
  async syncFolder(path) {
    // Windows opens no folder, and keeps its names without being asked.
    if (process.platform !== "win32") await synced(path, "r");
  },
  rename,
  remove: (path) => rm(path, { force: true }),
};

async function synced(path: string, flags: "r" | "r+"): Promise<void> {
  const opened = await open(path, flags);
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
