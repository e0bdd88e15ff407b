import type { Call, Trace } from "@watertight/sinks";

/** What differs from a usual call. */
type Part = Partial<Call>;

/** A trace of calls one after the other, every event stored once and in order unless it says otherwise. */
export function traceOf(calls: readonly Part[], rest: Partial<Trace> = {}): Trace {
  let events = 0;
  const complete = calls.map((call, index): Call => ({
    call: "write",
    run: 0,
    partition: 0,
    worker: 0,
    workers: 1,
    start: 2 * index,
    end: 2 * index + 1,
    outcome: { kind: "returned" },
    ...call,
  }));
  for (const call of complete) events += call.events?.length ?? 0;
  const all = Array.from({ length: events }, (_, index) => index);
  return { events: all.map((index) => `event ${index}`), calls: complete, contents: all, ...rest };
}

/** A build. */
export const build: Part = { call: "build" };
/** A close. */
export const close: Part = { call: "close" };

/** A write of these events. */
export function write(...events: readonly number[]): Part {
  return { call: "write", events };
}

/** The same call, but it threw. */
export function threw(call: Part, message = "no"): Part {
  const error = { isError: true, name: "Error", message };
  return { ...call, outcome: { kind: "threw", error } };
}

/** The same call on another worker's partition, which has the same number. */
export function on(worker: number, call: Part, workers = 2): Part {
  return { ...call, worker, partition: worker, workers };
}
