import type { MaybePromise, SinkPartition } from "@watertight/sinks";
import type { Cell } from "./cells.ts";
import type { RowBuffer } from "./row_buffer.ts";
import type { Table } from "./table.ts";
import type { Timer } from "./timer.ts";

/** What a partition is made of. */
export interface TablePartitionParts<R> {
  readonly table: Pick<Table, "insert">;
  readonly buffer: RowBuffer;
  readonly encode: (row: R) => readonly Cell[];
  /** Gives back the connection; nothing when it is lent. */
  readonly release: () => MaybePromise<void>;
  readonly flushOnShutdown: boolean;
  readonly timer: Timer;
}

/** One worker's rows: buffered, and stored in one transaction whenever a limit is reached and at the close. */
export class TablePartition<R> implements SinkPartition<R> {
  readonly #parts: TablePartitionParts<R>;
  #state: "open" | "failed" | "closed" = "open";
  /** What is under way: the timer comes whenever it likes, and flushes must neither overlap nor overtake. */
  #turn: Promise<void> = Promise.resolve();
  /** What became of a flush that nobody waited for. */
  #unreported: { readonly error: unknown } | undefined;
  #closed: Promise<void> | undefined;
  #callOff: (() => void) | undefined;

  constructor(parts: TablePartitionParts<R>) {
    this.#parts = parts;
  }

  async writeBatch(items: readonly R[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    try {
      // A row that cannot be stored refuses its batch before any of it is taken.
      const rows = items.map(this.#parts.encode);
      await this.#inTurn(() => this.#take(rows));
    } catch (error) {
      this.#state = "failed";
      this.#disarm();
      throw error;
    }
  }

  /** Every call tells what became of the one close. */
  close(): Promise<void> {
    return this.#closed ??= this.#close();
  }

  async #close(): Promise<void> {
    const clean = this.#state === "open";
    this.#state = "closed";
    this.#disarm();
    try {
      await this.#inTurn(() => this.#end());
    } catch (error) {
      // After a failed write the run fails with that cause, and a close that throws would end the process.
      if (clean) throw error;
    } finally {
      await this.#parts.release();
    }
  }

  async #end(): Promise<void> {
    if (this.#parts.flushOnShutdown) await this.#flush();
    else if (this.#unreported) throw this.#unreported.error;
  }

  async #take(rows: readonly (readonly Cell[])[]): Promise<void> {
    // The rows of a flush that failed in silence are still held back: the close stores them, or fails.
    if (this.#unreported) throw this.#unreported.error;
    const { buffer } = this.#parts;
    let earlier = buffer.rows.length;
    try {
      for (const row of rows) {
        if (!buffer.append(row)) continue;
        await this.#flush();
        earlier = 0;
      }
    } catch (error) {
      // The caller learns that this batch failed; what it was told is stored stays to be stored.
      buffer.keep(earlier);
      throw error;
    }
    this.#arm();
  }

  async #flush(): Promise<void> {
    this.#disarm();
    const { table, buffer } = this.#parts;
    if (buffer.rows.length === 0) return;
    await table.insert(buffer.rows);
    buffer.keep();
  }

  /** Sees to it that what is held back is stored in time, whether or not another call comes. */
  #arm(): void {
    const { buffer, timer } = this.#parts;
    if (this.#callOff || this.#state !== "open" || buffer.rows.length === 0) return;
    this.#callOff = timer(Math.max(0, buffer.rest), () => {
      this.#callOff = undefined;
      this.#inTurn(() => this.#onAge()).catch((error) => void (this.#unreported = { error }));
    });
  }

  async #onAge(): Promise<void> {
    if (this.#state !== "open") return;
    if (this.#parts.buffer.rest <= 0) await this.#flush();
    else this.#arm();
  }

  #disarm(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  /** Does something once all that came before is done. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {}); // Whoever asked for it learns of it.
    return done;
  }
}
