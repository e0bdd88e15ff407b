import type { MaybePromise } from "../../mod.ts";
import { copyOf, guarded, type Row } from "../mutants/mutant.ts";
import { sleep } from "../mutants/unseen/unseen.ts";
import { type Sound, sound } from "./sound.ts";

/** A buffer that is flushed at a size and some milliseconds after it began to fill, one flush after the other. */
class Aged {
  readonly #rows: Row[] = [];
  readonly #insert: (rows: readonly Row[]) => MaybePromise<void>;
  readonly #size: number;
  #flight: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(insert: (rows: readonly Row[]) => MaybePromise<void>, size: number) {
    this.#insert = insert;
    this.#size = size;
  }

  async add(items: readonly Row[]): Promise<void> {
    this.#rows.push(...items.map(copyOf));
    if (this.#rows.length >= this.#size) await this.flush();
    else if (this.#rows.length > 0) this.#timer ??= setTimeout(() => void this.flush(), 2);
  }

  /** Flushes what there is, behind what is in flight. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#flight = this.#flight.then(async () => {
      const rows = this.#rows.splice(0);
      if (rows.length > 0) await this.#insert(rows);
    });
  }
}

/** Sinks that flush by age. */
export const agedSinks: readonly Sound[] = [
  sound({
    name: "flushes by size and by age, and awaits in close what is in flight",
    options: { runs: 40 },
    build: (store) => () => {
      const buffer = new Aged(async (rows) => {
        await sleep(1);
        store.insert(rows);
      }, 8);
      return guarded((items) => buffer.add(items), () => buffer.flush());
    },
    subject: { thresholds: [8] },
  }),
  sound({
    name: "flushes by age in time",
    options: { runs: 40 },
    build: (store) => () => {
      const buffer = new Aged((rows) => store.insert(rows), Infinity);
      return guarded((items) => buffer.add(items), () => buffer.flush());
    },
    subject: { guarantees: { durable: { within: 20 } } },
  }),
];
