import {
  type AnySubject,
  copyOf,
  type Design,
  guarded,
  type Row,
  subjectOf,
} from "../mutants/mutant.ts";
import { sleep } from "../mutants/unseen/unseen.ts";
import { chances } from "./chances.ts";

/** A sink that fails by chance: the same history has another outcome when it is run again. */
export interface Flaky {
  /** What it does now and then. */
  readonly name: string;
  /** The only rule that may be violated; none where chance does no harm. */
  readonly shows: string | undefined;
  /** A subject whose chance begins anew; all fixtures of one subject draw from it in turn. */
  subject(seed?: number): AnySubject;
}

/** Makes a flaky sink of a design that draws its chances. */
function flaky(
  name: string,
  shows: string | undefined,
  design: (chance: () => number) => Design<Row>,
): Flaky {
  return { name, shows, subject: (seed = 1) => subjectOf(name, design(chances(seed))) };
}

/** Loses this part of the events. */
const losing = (part: number) => (chance: () => number): Design<Row> => ({
  build: (store) => () => guarded((items) => store.insert(items.filter(() => chance() >= part))),
});

/** Stores in a storage that refuses this part of the requests; an empty batch is no request. */
const refused = (part: number) => (chance: () => number): Design<Row> => ({
  build: (store) => () =>
    guarded((items) => {
      if (items.length === 0) return;
      if (chance() < part) {
        throw new Error("Cannot insert as the storage must be available: it is overloaded");
      }
      store.insert(items);
    }),
});

/** Stores this part of the events twice. */
const repeating = (part: number) => (chance: () => number): Design<Row> => ({
  build: (store) => () =>
    guarded((items) => store.insert(items.flatMap((it) => chance() < part ? [it, it] : [it]))),
});

/** Swaps two neighbours in this part of the batches. */
const swapping = (part: number) => (chance: () => number): Design<Row> => ({
  build: (store) => () =>
    guarded((items) => {
      const rows = [...items];
      if (rows.length > 1 && chance() < part) {
        const place = Math.floor(chance() * (rows.length - 1));
        [rows[place], rows[place + 1]] = [rows[place + 1]!, rows[place]!];
      }
      store.insert(rows);
    }),
});

/** Stores in a storage that takes up to some milliseconds for this part of the requests. */
const slow = (part: number, milliseconds: number) => (chance: () => number): Design<Row> => ({
  build: (store) => () =>
    guarded(async (items) => {
      const rows = items.map(copyOf);
      if (chance() < part) await sleep(chance() * milliseconds);
      store.insert(rows);
    }),
});

/** Buffers, and stores row by row in a storage that refuses this part of the rows; with close at the latest. */
const buffered = (part: number) => (chance: () => number): Design<Row> => ({
  build: (store) => () => {
    const pending: Row[] = [];
    let failed = false;
    const flush = (): void => {
      for (; pending.length > 0; pending.shift()) {
        if (chance() < part) throw new Error("Cannot insert as the storage must be available");
        store.insert(pending.slice(0, 1));
      }
    };
    return guarded((items) => {
      pending.push(...items.map(copyOf));
      if (pending.length < 6) return;
      try {
        flush();
      } catch (error) {
        failed = true;
        throw error;
      }
    }, () => {
      try {
        flush();
      } catch (error) {
        if (!failed) throw error; // After a write that failed close must not throw.
      }
    });
  },
});

/** Sinks that fail, or are slow, by chance. */
export const flakySinks: readonly Flaky[] = [
  flaky("loses an event in seven", "write.stored", losing(0.15)),
  flaky("loses an event in a hundred", "write.stored", losing(0.01)),
  flaky("is refused one request in twenty", "write.accepts", refused(0.05)),
  flaky("is refused one request in two hundred", "write.accepts", refused(0.005)),
  flaky("buffers, and is refused one row in thirty", "write.accepts", buffered(0.03)),
  flaky("stores an event in fifty twice", "write.once", repeating(0.02)),
  flaky("waits for its storage now and then", undefined, slow(0.1, 3)),
  flaky("swaps two neighbours in one batch in fifty", "order.within-batch", swapping(0.02)),
];
