import { dirname } from "node:path";
import type { Files, OpenFile } from "./files.ts";
import { Operations } from "./operations.ts";

/** Where a file is written, and how. */
export interface BatchFileOptions {
  readonly files: Files;
  /** The path it has in the end. */
  readonly path: string;
  /** Whether it has that path only in the end, and `.part` behind it until then. */
  readonly atomicFinish: boolean;
  /** Whether what is stored is on the disk, and not in a cache that a power cut empties. */
  readonly fsync: boolean;
  /** How long the file system may take to answer, in milliseconds. */
  readonly timeout: number;
}

/** A new file that grows by whole batches, and ends whole. */
export class BatchFile {
  readonly #options: BatchFileOptions;
  readonly #operations: Operations;
  readonly #path: string;
  #file: OpenFile | undefined;
  /** The length of all batches that were appended. */
  #length = 0;
  /** Whether there may be more in the file than that. */
  #torn = false;

  private constructor(options: BatchFileOptions) {
    this.#options = options;
    this.#operations = new Operations(options.timeout);
    this.#path = options.atomicFinish ? `${options.path}.part` : options.path;
  }

  /** Makes the file. @throws {Error} when it cannot be made, or is there. */
  static async create(options: BatchFileOptions): Promise<BatchFile> {
    const file = new BatchFile(options);
    try {
      await file.#open();
      return file;
    } catch (error) {
      await file.finish().catch(() => {}); // What keeps it from being made is what the caller needs to know.
      throw error;
    }
  }

  /** Appends a batch, which is then in the file, or on the disk. @throws {Error} when it is not, or nobody knows. */
  async append(batch: Uint8Array): Promise<void> {
    const { fsync, atomicFinish } = this.#options;
    this.#torn = true;
    await this.#operations.run(async () => {
      const file = this.#file!;
      await file.appendFile(batch);
      // Linux takes what is written to a file that was removed, and forgets it at the close.
      if ((await file.stat()).nlink === 0) throw gone(this.#path);
      if (fsync && !atomicFinish) await file.sync();
    });
    this.#length += batch.length;
    this.#torn = false;
  }

  /** Takes back what is left of a batch that failed. */
  async restore(): Promise<void> {
    if (!this.#torn) return;
    await this.#operations.run(async () => await this.#file?.truncate(this.#length));
    this.#torn = false;
  }

  /** Closes the file and lets it have its path; an empty one is removed. @throws {Error} when it is not whole. */
  async finish(): Promise<void> {
    const { files, path, fsync, atomicFinish } = this.#options;
    try {
      await this.restore();
      if (fsync && atomicFinish) await this.#operations.run(async () => await this.#file?.sync());
    } catch (error) {
      await this.#close().catch(() => {}); // What came first is what the caller needs to know.
      throw error;
    }
    await this.#close();
    if (this.#length === 0) {
      // Nothing is lost with a file that stays empty.
      await this.#operations.run(async () => await files.rm(this.#path)).catch(() => {});
    } else if (atomicFinish) {
      await this.#operations.run(async () => await files.rename(this.#path, path));
      if (fsync) await this.#syncFolder();
    }
  }

  async #open(): Promise<void> {
    const { files, fsync } = this.#options;
    await this.#operations.run(async () => this.#file = await files.open(this.#path, "ax"));
    if (fsync) await this.#syncFolder();
  }

  async #close(): Promise<void> {
    await this.#operations.run(async () => await this.#file?.close());
  }

  /** The name of a file is on the disk once its folder is. */
  async #syncFolder(): Promise<void> {
    await this.#operations.run(async () => {
      const folder = await this.#options.files.open(dirname(this.#path), "r");
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    });
  }
}

function gone(path: string): Error {
  return new Error(`Cannot write as ${path} must stay in its folder: it was removed`);
}
