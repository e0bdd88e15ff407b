import * as fc from "fast-check";
import type { MaybePromise, SinkPartition } from "../../../mod.ts";
import type { RuleId, Subject } from "../../../conformance/mod.ts";
import { copyOf, type Design, type Mutant, mutant, type Row, type Store } from "../mutant.ts";

/** A broken sink that the suite was not built on. */
export interface Unseen {
  /** The id of the rule that names its bug, and nothing but its bug. */
  readonly rule: RuleId;
  readonly mutant: Mutant;
}

/** Makes an unseen mutant of rows; one of other events brings their arbitrary in `subject`. */
export function unseen<E = Row>(
  rule: RuleId,
  definition: Omit<Mutant, "subject" | "says"> & { readonly says?: RegExp } & Design<E>,
): Unseen {
  return { rule, mutant: mutant<E>({ says: /./, ...definition }) };
}

/**
 * The frame of a correct partition over a storage that may fail: a close that failed may be tried again, one that
 * follows a failed write is silent.
 */
export function staging<E>(
  write: (items: readonly E[]) => MaybePromise<void>,
  flush: () => MaybePromise<void>,
  release: () => void = () => {},
): SinkPartition<E> {
  let [closed, failed] = [false, false];
  return {
    async writeBatch(items) {
      if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
      try {
        await write(items);
      } catch (error) {
        failed = true;
        throw error;
      }
    },
    async close() {
      if (closed) return;
      try {
        await flush();
      } catch (error) {
        if (!failed) throw error;
      } finally {
        release();
      }
      closed = true;
    },
  };
}

/** A connection, which the storage counts until it is ended. */
export function connect<E>(store: Store<E>): Disposable {
  const connection: Disposable = {
    [Symbol.dispose]: () => void store.handles.delete(connection),
  };
  store.handles.add(connection);
  return connection;
}

/** Lets the suite count the connections of {@linkcode connect}. */
export function counted<E>(store: Store<E>): { openResources(): number } {
  return { openResources: () => store.handles.size };
}

/** Puts a copy of a row in the place of the row with its id. */
export function upsert(table: Row[], row: Row): void {
  const place = table.findIndex(({ id }) => id === row.id);
  if (place < 0) table.push(copyOf(row));
  else table[place] = copyOf(row);
}

/** A subject whose rows replace each other by their id, of which there are so many. */
export function keyedBy(ids: number): Partial<Subject<Row>> {
  return {
    events: fc.record({ id: fc.nat(ids - 1), text: fc.string() }),
    key: ({ id }) => id,
    guarantees: { order: "none" },
  };
}

/** Waits for a timer. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** Lets so many microtasks pass. */
export async function pass(ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) await undefined;
}

/** Numbers the runs of a fixture: a new one begins when a worker is built again after all have closed. */
export class Runs {
  #number = 0;
  #open = 0;
  readonly #seen: Set<number> = new Set();

  /** Counts a partition in, and gives the number of its run, from 1. */
  join(worker: number): number {
    if (this.#number === 0 || (this.#open === 0 && this.#seen.has(worker))) {
      this.#number++;
      this.#seen.clear();
    }
    this.#open++;
    this.#seen.add(worker);
    return this.#number;
  }

  /** Counts a partition out. */
  leave(): void {
    this.#open--;
  }
}
