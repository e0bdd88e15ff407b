import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { SinkPartition } from "@watertight/sinks";
import { jsonLine } from "../values/json_line.ts";
import type { BatchFile } from "./batch_file.ts";

const gzipped = promisify(gzip);

/** One worker's file. */
export class JsonlPartition<E> implements SinkPartition<E> {
  readonly #file: BatchFile;
  readonly #gzip: boolean;
  #state: "open" | "failed" | "closed" = "open";
  #closing: Promise<void> | undefined;

  constructor(file: BatchFile, gzip: boolean) {
    this.#file = file;
    this.#gzip = gzip;
  }

  async writeBatch(items: readonly E[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    try {
      // All of it before anything is awaited: batch and events belong to the caller.
      let text = "";
      for (const event of items) text += `${jsonLine(event)}\n`;
      const lines = Buffer.from(text);
      if (lines.length === 0) return;
      // Each batch is a member of its own: the file can be read, and cut, after every one of them.
      await this.#file.append(this.#gzip ? await gzipped(lines) : lines);
    } catch (error) {
      this.#state = "failed";
      await this.#file.restore().catch(() => {}); // The close tries again.
      throw error;
    }
  }

  /** A second close has the outcome of the first. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    const clean = this.#state === "open";
    this.#state = "closed";
    try {
      await this.#file.finish();
    } catch (error) {
      // After a failed write the run fails with that cause, and a close that throws would end the process.
      if (clean) throw error;
    }
  }
}
