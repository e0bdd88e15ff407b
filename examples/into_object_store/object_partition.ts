import type { SinkPartition } from "@watertight/sinks";
import type { Outbox, StoredLines } from "./outbox.ts";

/** What a partition is made of. */
export interface ObjectPartitionParts<E> {
  readonly outbox: Outbox;
  readonly encode: (event: E) => string;
  /** Stores an object, whole or not at all; within a call of the partition, or by itself. */
  readonly put: (object: StoredLines, within: "call" | "timer") => Promise<void>;
  /** Milliseconds that an event is held back at most. */
  readonly age: number;
  readonly release: () => void;
}

/** One worker's events: held back, and stored as one object whenever a limit is reached and at the close. */
export class ObjectPartition<E> implements SinkPartition<E> {
  readonly #parts: ObjectPartitionParts<E>;
  #state: "open" | "failed" | "closed" = "open";
  #failure: { readonly error: unknown } | undefined;
  /** What is done with the outbox: one thing after the other. It never rejects. */
  #turn: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: ObjectPartitionParts<E>) {
    this.#parts = parts;
  }

  async writeBatch(events: readonly E[]): Promise<void> {
    if (this.#state !== "open") {
      throw new Error(`Cannot write as the partition must be open: it is ${this.#state}`);
    }
    try {
      // An event that cannot be stored refuses its batch before any of it is taken.
      const lines = events.map(this.#parts.encode);
      await this.#inTurn(() => this.#take(lines));
    } catch (error) {
      this.#state = "failed";
      this.#callOff();
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    if (this.#state === "closed") return;
    const clean = this.#state === "open";
    this.#state = "closed";
    this.#callOff();
    try {
      await this.#inTurn(() => this.#flush("call"));
    } catch (error) {
      // After a failed write the run fails with that cause, and a close that throws would end the process.
      if (!clean) return;
      this.#failure = { error };
      throw error;
    } finally {
      this.#parts.release();
    }
  }

  async #take(lines: readonly string[]): Promise<void> {
    const { outbox, age } = this.#parts;
    // What the timer could not store comes first, as it is.
    if (outbox.unclear) await this.#flush("call");
    outbox.append(lines);
    if (!outbox.full) {
      if (lines.length > 0) this.#timer ??= setTimeout(() => this.#expire(), age);
      return;
    }
    try {
      await this.#flush("call");
    } catch (error) {
      // The caller learns that this batch failed; what it was told is accepted stays to be stored.
      outbox.withdraw(lines.length);
      throw error;
    }
  }

  /** The oldest event has been held back long enough. What fails now is tried again, and the next call tells. */
  #expire(): void {
    this.#timer = undefined;
    this.#inTurn(() => this.#flush("timer")).catch(() => {
      if (this.#state === "open") {
        this.#timer ??= setTimeout(() => this.#expire(), this.#parts.age);
      }
    });
  }

  async #flush(within: "call" | "timer"): Promise<void> {
    const { outbox, put } = this.#parts;
    for (let object = outbox.next(); object; object = outbox.next()) {
      await put(object, within);
      outbox.acknowledge();
    }
    this.#callOff();
  }

  #callOff(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }
}
