import { DatabaseSync } from "node:sqlite";
import type { SinkPartition } from "@watertight/sinks";
import { IntoTable, type IntoTableOptions } from "../into_table/into_table.ts";
import { Table } from "../into_table/table.ts";
import { TablePartition, type TablePartitionParts } from "../into_table/table_partition.ts";

/** `IntoTable` with three bugs, each of which came in with the best intentions. */
export class LeakyTable<R extends object> extends IntoTable<R> {
  /** The first: opening is slow, so all workers share a connection. The first of them to close ends it. */
  constructor(options: IntoTableOptions<R>) {
    const open = options.connect ?? ((url) => new DatabaseSync(url));
    let shared: DatabaseSync | undefined;
    const connect = (url: string) => shared?.isOpen ? shared : shared = open(url);
    super({ ...options, connect });
  }

  protected override tableIn(...args: ConstructorParameters<typeof Table>): Table {
    return new SkippingTable(...args);
  }

  protected override partitionOf(parts: TablePartitionParts<R>): SinkPartition<R> {
    return new StrictPartition(parts);
  }
}

/** The second: a new chunk begins one row after the end of the last one. */
class SkippingTable extends Table {
  protected override *chunks<T>(rows: readonly T[], size: number): Iterable<readonly T[]> {
    for (let from = 0; from < rows.length; from += size + 1) yield rows.slice(from, from + size);
  }
}

/** The third: who closes twice is told off. Every runtime that closes in a `finally` does. */
class StrictPartition<R> extends TablePartition<R> {
  #closed = false;

  override async close(): Promise<void> {
    if (this.#closed) throw new Error("Cannot close as the partition must be open: it is closed");
    this.#closed = true;
    await super.close();
  }
}
