import process from "node:process";
import { within } from "../zoo/sound.ts";
import { direct, guarded, mutant, type MutantsOf, type Row } from "./mutant.ts";

/** Mutants of the rules about every call. */
export const callMutants: MutantsOf<
  "calls.settle" | "calls.throw-errors" | "calls.no-stray-errors"
> = {
  "calls.settle": [
    mutant({
      name: "waits for an acknowledgement that never comes",
      models: "Producers that await a delivery report their client drops (librdkafka bindings).",
      calls: 2,
      says: /the write of 1 event to worker 0 did not settle within the call limit/,
      build: (store) => () =>
        guarded((items) => {
          store.insert(items);
          return new Promise<void>(() => {});
        }),
    }),
    mutant({
      name: "waits in close for a queue to drain that is empty already",
      models: "Log shippers that await a drain event which is emitted only after a write.",
      calls: 2,
      says: /the close of worker 0 did not settle within the call limit/,
      build: (store) => () => {
        let written = false;
        return guarded((items) => {
          written = true;
          store.insert(items);
        }, () => new Promise<void>((drained) => written && drained()));
      },
    }),
    mutant({
      name: "takes its lock a second time when a write finds the buffer filled",
      models:
        "Flink sink writers that deadlock when the flush of a full buffer re-enters the lock.",
      calls: 3,
      says: /did not settle within the call limit/,
      build: (store) => () => {
        const pending: Row[] = [];
        let lock: Promise<void> = Promise.resolve();
        const locked = (task: () => Promise<void>): Promise<void> => lock = lock.then(task);
        const flush = () => locked(() => Promise.resolve(store.insert(pending.splice(0))));
        return guarded((items) =>
          locked(async () => {
            if (pending.length > 0) await flush();
            pending.push(...items);
          }), flush);
      },
    }),
  ],
  "calls.throw-errors": [
    mutant({
      name: "throws a string",
      models: 'throw "closed": the adapter has neither message nor stack to report.',
      calls: 3,
      says: /the write of \d+ events? to worker 0 threw a thrown string: "closed"/,
      build: (store) => () => {
        let closed = false;
        return {
          writeBatch(items) {
            if (closed) throw "closed";
            store.insert(items);
          },
          close: () => void (closed = true),
        };
      },
    }),
    mutant({
      name: "rejects with undefined",
      models: "reject() without a reason in a promise wrapped around a callback.",
      calls: 3,
      says: /threw a thrown undefined: undefined/,
      build: (store) => () => {
        let closed = false;
        return {
          writeBatch: (items) => closed ? Promise.reject() : Promise.resolve(store.insert(items)),
          close: () => void (closed = true),
        };
      },
    }),
    mutant({
      name: "passes on the driver's error object",
      models: "Drivers that throw { code, detail } records, handed to the caller as they are.",
      calls: 3,
      says: /threw a thrown object: \{.*code.*57P01/,
      build: (store) => () => {
        const inner = direct(store);
        let closed = false;
        return {
          writeBatch(items) {
            if (closed) throw { code: "57P01", detail: "terminating connection" };
            return inner.writeBatch(items);
          },
          close: () => void (closed = true),
        };
      },
    }),
  ],
  "calls.no-stray-errors": [
    mutant({
      name: "lets the promise of its metrics float, and reject",
      models: "Unhandled rejections of fire-and-forget telemetry that end a Node process.",
      calls: 3,
      says: /an error escaped that no call reported: Error: no metrics/,
      build: (store) => () =>
        guarded((items) => {
          store.insert(items);
          if (items.length > 0) void Promise.reject(new Error("no metrics"));
        }),
    }),
    mutant({
      name: "throws in a timer that its close has started",
      models: "Delayed clean-up callbacks that find their connection gone (connection pools).",
      calls: 2,
      says: /an error escaped that no call reported: Error: already gone/,
      build: (store) => () =>
        guarded((items) => store.insert(items), () => {
          setTimeout(() => {
            throw new Error("already gone");
          }, 0);
        }),
    }),
    mutant({
      name: "ends the process when it is closed",
      models: "Command-line tools made into sinks: process.exit(0) at the end of main.",
      calls: 2,
      says: /the close of worker 0 tried to end the process: .*process\.exit\(0\) was called/,
      build: (store) => () => guarded((items) => store.insert(items), () => process.exit(0)),
    }),
    mutant({
      name: "ends the process when its storage refuses a write",
      models: "log.Fatal for an error of the database: the workers beside it lose what they hold.",
      calls: 3,
      says:
        /the write of 1 event to worker 0 tried to end the process: .*process\.exit\(1\) was called/,
      faulty: true,
      build: (store) => () =>
        guarded((items) => within(20, store.send(items)).catch(() => process.exit(1))),
    }),
    mutant({
      name: "ends the process when a batch is larger than its buffer",
      models: "Deno.exit(1) behind an assertion that was meant for the developer.",
      calls: 3,
      says:
        /the write of 101 events to worker 0 tried to end the process: .*Deno\.exit\(1\) was called/,
      build: (store) => () =>
        guarded((items) => items.length > 100 ? Deno.exit(1) : store.insert(items)),
    }),
  ],
};
