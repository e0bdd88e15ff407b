import { copyOf, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about order. */
export const orderMutants: MutantsOf<"order.within-batch" | "order.across-batches"> = {
  "order.within-batch": [
    mutant({
      name: "sorts each batch by its key",
      models: "Clustered inserts sorted by primary key: updates of one key change places.",
      calls: 3,
      says: /stands before event \d+, which worker 0 was given earlier in the same batch/,
      build: (store) => () =>
        guarded((items) => store.insert(items.toSorted((a, b) => a.id - b.id))),
    }),
    mutant({
      name: "inserts the rows of a batch side by side",
      models: "Promise.all over single inserts: they are applied as they arrive.",
      calls: 3,
      says: /given earlier in the same batch/,
      build: (store) => () =>
        guarded(async (items) => {
          await Promise.all(items.map(async (item, index) => {
            for (let tick = (items.length - index) % 8; tick > 0; tick--) await undefined;
            store.insert([item]);
          }));
        }),
    }),
    mutant({
      name: "takes its rows from a stack",
      models: "while (row = rows.pop()): the last one goes first.",
      calls: 3,
      says: /given earlier in the same batch/,
      build: (store) => () =>
        guarded((items) => {
          const rows = [...items];
          for (let row = rows.pop(); row; row = rows.pop()) store.insert([row]);
        }),
    }),
    mutant({
      name: "retries rows of long text after the others",
      models: "Requests that are too large for the first attempt re-queued behind the small ones.",
      calls: 3,
      says: /given earlier in the same batch/,
      build: (store) => () =>
        guarded((items) => {
          store.insert(items.filter(({ text }) => text.length <= 4));
          store.insert(items.filter(({ text }) => text.length > 4));
        }),
    }),
  ],
  "order.across-batches": [
    mutant({
      name: "flushes its batches last-in first-out",
      models: "A stack of pending requests, drained from the top (connection pools).",
      calls: 4,
      says: /stands before event \d+, which worker 0 was given earlier$/,
      build: (store) => () => {
        const batches: Row[][] = [];
        return guarded(
          (items) => void batches.push(items.map(copyOf)),
          () => {
            for (let batch = batches.pop(); batch; batch = batches.pop()) store.insert(batch);
          },
        );
      },
    }),
    mutant({
      name: "stores large batches at once while small ones wait",
      models: "A bypass of the buffer for what is large enough to be a request by itself.",
      calls: 4,
      says: /which worker 0 was given earlier$/,
      build: (store) => () => {
        const buffer: Row[] = [];
        return guarded((items) => {
          if (items.length > 2) store.insert(items);
          else buffer.push(...items.map(copyOf));
        }, () => store.insert(buffer.splice(0)));
      },
    }),
    mutant({
      name: "lets a quick request overtake a slow one",
      models: "max.in.flight.requests.per.connection > 1 without idempotence (Kafka producers).",
      calls: 4,
      says: /which worker 0 was given earlier$/,
      build: (store) => () => {
        const flights: Promise<void>[] = [];
        let ticks = 40;
        return guarded((items) => {
          const rows = items.map(copyOf);
          const send = async (delay: number) => {
            for (let tick = 0; tick < delay; tick++) await undefined;
            store.insert(rows);
          };
          flights.push(send(ticks));
          ticks = Math.max(1, ticks - 30);
        }, async () => void await Promise.all(flights));
      },
    }),
  ],
};
