import { resolve } from "node:path";
import type { IntoSink, PayloadType, SinkPartition } from "@watertight/sinks";
import { refused } from "../config/section.ts";
import { within } from "../config/within.ts";
import { uniqueName } from "../values/unique_name.ts";
import type { Shape } from "./batch.ts";
import type { Column, Columns } from "./columns.ts";
import { parquetConfig } from "./config.ts";
import { type Files, systemFiles } from "./files.ts";
import { ParquetPartition } from "./parquet_partition.ts";
import { WholeFiles } from "./whole_files.ts";
import { parquetWriter, type WriteParquet } from "./write_parquet.ts";

/** What a node is made of; where it writes to stands in the configuration. */
export interface IntoParquetOptions<E> {
  /** The class or schema of the events. */
  readonly payload: PayloadType<E>;
  /** The name of the configuration section. */
  readonly name: string;
  /** The columns, by the members of an event. */
  readonly columns: Columns<E>;
  /** The time in milliseconds since 1970, for the names of files; default `Date.now`. */
  readonly clock?: () => number;
  /** The file system; default: that of the machine. */
  readonly files?: Files;
  /** Writes a file; default: with a DuckDB of its own for each. */
  readonly write?: WriteParquet;
}

/** Writes events into Parquet files: one for each worker and run, or several when there are many events. */
export class IntoParquet<E extends object> implements IntoSink<E> {
  readonly payload: PayloadType<E>;
  readonly name: string;
  readonly routerBranchSafe = true;
  readonly #shape: Shape;
  readonly #clock: () => number;
  readonly #files: Files;
  readonly #write: WriteParquet;

  /** @throws {TypeError} when the columns cannot be those of a file. */
  constructor({ payload, name, columns, clock, files, write }: IntoParquetOptions<E>) {
    this.payload = payload;
    this.name = name;
    this.#shape = Object.entries<Column>(columns);
    requireColumns(this.#shape);
    this.#clock = clock ?? Date.now;
    this.#files = files ?? systemFiles;
    this.#write = write ?? parquetWriter();
  }

  /** @throws {TypeError} naming the key that is wrong. @throws {Error} when no file can be made in the folder. */
  async buildPartition(config: unknown, workerIndex: number): Promise<SinkPartition<E>> {
    const { folder, compression, fileMaxBytes, timeout } = parquetConfig(config);
    const name = uniqueName(this.#clock(), workerIndex);
    // DuckDB would take a tilde for the home of the user.
    const path = (number: number) => resolve(folder, `${name}-${number}.parquet`);
    const files = new WholeFiles({ files: this.#files, write: this.#write, compression });
    try {
      await within(timeout, "the file system", files.probe(path(0)));
    } catch (cause) {
      throw refused("folder", "be one to make files in", cause);
    }
    return new ParquetPartition({ shape: this.#shape, files, path, fileMaxBytes, timeout });
  }
}

/** DuckDB takes the names of columns for the same that differ in their case alone. */
function requireColumns(shape: Shape): void {
  const names = shape.map(([name]) => name.toLowerCase());
  const wrong = names.find((name, at) => /^$|\0/.test(name) || names.indexOf(name) < at);
  if (names.length > 0 && wrong === undefined) return;
  throw new TypeError(
    "Cannot make the sink as columns must have names that differ, in any case, and there must be one: " +
      (wrong === undefined ? "there is none" : `${JSON.stringify(wrong)} is no such name`),
  );
}
