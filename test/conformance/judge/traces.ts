import type { Call, CallFault, Trace } from "@watertight/sinks";
import type { AnomalyKind } from "@watertight/sinks/conformance";

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

/** The same call, but it threw as the storage failed. */
export function failed(call: Part, kind: CallFault["kind"] = "reject"): Part {
  return { ...threw(call), fault: { kind } };
}

/** The same call in the second run, on a partition of its own. */
export function later(call: Part): Part {
  return { ...call, run: 1, partition: 1 };
}

/** Two events of one key. */
export const keyed: Pick<Trace, "keys"> = { keys: ["a", "a"] };
/** What a sink with whole batches and no order claims. */
export const atomic: Pick<Trace, "guarantees"> = {
  guarantees: { atomicBatches: true, order: "none" },
} as const;

/** The smallest trace of each kind of anomaly. */
export const smallest: Readonly<Record<AnomalyKind, Trace>> = {
  lost: traceOf([build, write(0), close], { contents: [] }),
  repeated: traceOf([build, write(0), close], { contents: [0, 0] }),
  extra: traceOf([build, close], { contents: [{ value: "footer" }] }),
  altered: traceOf([build, write(0), close], { contents: [{ event: 0, value: "E" }] }),
  shuffled: traceOf([build, write(0, 1), close], { contents: [1, 0] }),
  swapped: traceOf([build, write(0), write(1), close], { contents: [1, 0] }),
  stale: traceOf([build, write(0), write(1), close], { ...keyed, contents: [0] }),
  unreadable: unreadableTrace(),
  "refused-build": traceOf([threw(build)]),
  "refused-write": traceOf([build, threw(write(0)), close], { contents: [] }),
  "refused-close": traceOf([build, threw(close)]),
  torn: traceOf([build, failed(write(0, 1)), close], { ...atomic, contents: [0] }),
  gap: traceOf([build, failed(write(0)), { ...write(1) }, close], { contents: [1] }),
  published: traceOf([build, failed(write(0, 1)), { ...close, before: [], after: [0] }], {
    contents: [0],
  }),
};

function unreadableTrace(): Trace {
  const { contents: _, ...unread } = traceOf([build, write(0), close]);
  return { ...unread, unreadable: "read must not throw: it threw SyntaxError: Unexpected end" };
}
