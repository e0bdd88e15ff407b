import { join } from "node:path";
import type { IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { refused } from "../config/section.ts";
import { uniqueName } from "../values/unique_name.ts";
import { BatchFile } from "./batch_file.ts";
import { jsonlConfig } from "./config.ts";
import { type Files, systemFiles } from "./files.ts";
import { JsonlPartition } from "./jsonl_partition.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoJsonlOptions<E> {
  /** The class or schema of the events. */
  readonly payload: PayloadType<E>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The time in milliseconds since 1970, for the names of files; default `Date.now`. */
  readonly clock?: () => number;
  /** The file system; default: that of the machine. */
  readonly files?: Files;
}

/** Writes events as lines of JSON: a file for each worker and run, which no other run touches. */
export class IntoJsonl<E> implements IntoSink<E> {
  readonly payload: PayloadType<E>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #clock: () => number;
  readonly #files: Files;

  constructor({ payload, name, clock, files }: IntoJsonlOptions<E>) {
    this.payload = payload;
    this.name = name;
    this.#clock = clock ?? Date.now;
    this.#files = files ?? systemFiles;
  }

  /** @throws {TypeError} naming the key that is wrong. @throws {Error} when no file can be made in the folder. */
  async buildPartition(config: unknown, workerIndex: number): Promise<SinkPartition<E>> {
    const { folder, gzip, fsync, atomicFinish, timeout } = jsonlConfig(config);
    const name = `${uniqueName(this.#clock(), workerIndex)}.jsonl${gzip ? ".gz" : ""}`;
    const path = join(folder, name);
    try {
      const file = await BatchFile.create({
        files: this.#files,
        path,
        fsync,
        atomicFinish,
        timeout,
      });
      return new JsonlPartition(file, gzip);
    } catch (cause) {
      throw refused("folder", "be one to make files in", cause);
    }
  }
}
