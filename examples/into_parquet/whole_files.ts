import { dirname } from "node:path";
import type { Compression } from "./config.ts";
import type { Files } from "./files.ts";
import type { Rows } from "./rows.ts";
import type { WriteParquet } from "./write_parquet.ts";

/** How files come into a folder. */
export interface WholeFilesOptions {
  readonly files: Files;
  readonly write: WriteParquet;
  readonly compression: Compression;
}

/** Makes files that are whole once they have their names: until then they are called `.part`. */
export class WholeFiles {
  readonly #options: WholeFilesOptions;

  constructor(options: WholeFilesOptions) {
    this.#options = options;
  }

  /** Makes sure that a file can be made at a path, and leaves none. @throws {Error} when it cannot be made. */
  async probe(path: string): Promise<void> {
    const { files } = this.#options;
    await files.create(partOf(path));
    await files.remove(partOf(path));
  }

  /** Stores rows as the file at a path, in the place of an earlier attempt. @throws {Error} when it is not there. */
  async store(path: string, rows: Rows, signal: AbortSignal): Promise<void> {
    const { files, write, compression } = this.#options;
    const part = partOf(path);
    try {
      await write(part, rows, { compression, signal });
      await files.sync(part);
      signal.throwIfAborted();
      await files.rename(part, path);
      await files.syncFolder(dirname(path));
    } catch (error) {
      await files.remove(part).catch(() => {}); // What came first is what the caller needs to know.
      throw error;
    }
  }
}

function partOf(path: string): string {
  return `${path}.part`;
}
