import type { SinkPartition } from "@watertight/sinks";
import type { Cell } from "./cells.ts";
import type { RowBuffer } from "./row_buffer.ts";
import type { Table } from "./table.ts";

/** What a partition is made of. */
export interface TablePartitionParts<R> {
  readonly table: Pick<Table, "insert">;
  readonly buffer: RowBuffer;
  readonly encode: (row: R) => readonly Cell[];
  /** Gives back the connection; nothing when it is lent. */
  readonly release: () => void;
  readonly flushOnShutdown: boolean;
}

/** One worker's rows: buffered, and stored in one transaction whenever a limit is reached and at the close. */
export class TablePartition<R> implements SinkPartition<R> {
  readonly #parts: TablePartitionParts<R>;
  #state: "open" | "failed" | "closed" = "open";
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: TablePartitionParts<R>) {
    this.#parts = parts;
  }

  writeBatch(items: readonly R[]): void {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    const { buffer, encode } = this.#parts;
    let earlier = buffer.rows.length;
    try {
      // A row that cannot be stored refuses its batch before any of it is taken.
      for (const row of items.map(encode)) {
        if (!buffer.append(row)) continue;
        this.#flush();
        earlier = 0;
      }
    } catch (error) {
      this.#state = "failed";
      // The caller learns that this batch failed; what it was told is stored stays to be stored.
      buffer.keep(earlier);
      throw error;
    }
  }

  close(): void {
    if (this.#failure) throw this.#failure.error;
    if (this.#state === "closed") return;
    const clean = this.#state === "open";
    this.#state = "closed";
    try {
      if (this.#parts.flushOnShutdown) this.#flush();
    } catch (error) {
      // After a failed write the run fails with that cause, and a close that throws would end the process.
      if (!clean) return;
      this.#failure = { error };
      throw error;
    } finally {
      this.#parts.release();
    }
  }

  #flush(): void {
    const { table, buffer } = this.#parts;
    if (buffer.rows.length === 0) return;
    table.insert(buffer.rows);
    buffer.keep();
  }
}
