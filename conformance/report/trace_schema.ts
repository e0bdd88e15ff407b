import * as v from "valibot";
import type { Contents, Trace } from "../../src/protocol/mod.ts";
import type { History } from "../history/history.ts";

/** The forms of a trace and of a history as JSON: values of the author's are whatever JSON made of them. */

/** A place, a number of things, or a time in the order of a trace. */
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const places = v.array(whole);
const flag = v.exactOptional(v.literal(true));
const text = v.exactOptional(v.string());

const stored = v.pipe(
  v.union([whole, v.object({ event: v.exactOptional(whole), value: v.unknown() })]),
  v.description(
    "One stored event: the index of the event it equals; with `event`, what differs from that one; else a value " +
      "that nobody wrote.",
  ),
);

/** What a storage holds, in its order. */
export const contentsSchema: v.GenericSchema<unknown, Contents> = v.array(stored);
const contents = v.exactOptional(contentsSchema);

const thrown = v.object({ isError: v.boolean(), name: v.string(), message: v.string() });

const outcome = v.variant("kind", [
  v.object({ kind: v.literal("returned") }),
  v.object({ kind: v.literal("threw"), error: thrown }),
  v.object({ kind: v.literal("unsettled") }),
]);

const fault = v.object({
  kind: v.picklist(["reject", "reject-after-apply", "hang"]),
  after: v.exactOptional(whole),
  times: v.exactOptional(whole),
  until: v.exactOptional(v.literal("close")),
  long: flag,
  outlasted: v.exactOptional(v.boolean()),
});

const task = v.object({
  started: v.picklist(["within", "after"]),
  outcome: v.picklist(["fulfilled", "rejected", "unsettled"]),
  aborted: v.exactOptional(v.picklist(["honoured", "ignored"])),
});

const afterwards = v.picklist(["array-reused", "event-changed"]);

const call = v.object({
  call: v.picklist(["build", "write", "close"]),
  run: whole,
  partition: whole,
  worker: whole,
  workers: whole,
  events: v.exactOptional(places),
  invalid: v.exactOptional(v.array(v.unknown())),
  start: v.pipe(whole, v.description("Its place in the order of all starts and ends.")),
  end: v.pipe(v.nullable(whole), v.description("Likewise for its end; null: it never settled.")),
  outcome,
  fault: v.exactOptional(fault),
  afterwards: v.exactOptional(afterwards),
  tampered: v.exactOptional(v.array(v.picklist(["batch", "event", "config"]))),
  built: v.exactOptional(
    v.union([v.object({ problem: v.string() }), v.object({ sameAs: whole })]),
  ),
  before: contents,
  after: contents,
  unreadable: text,
  pause: v.exactOptional(v.number()),
  later: v.exactOptional(v.object({ ms: v.number(), contents, unreadable: text })),
  tasks: v.exactOptional(v.array(task)),
});

const guarantees = v.object({
  order: v.exactOptional(v.picklist(["worker", "none"])),
  durable: v.exactOptional(
    v.union([v.picklist(["on-close", "on-write"]), v.object({ within: v.number() })]),
  ),
  atomicBatches: v.exactOptional(v.boolean()),
  delivery: v.exactOptional(v.picklist(["at-least-once", "exactly-once"])),
  restart: v.exactOptional(v.picklist(["appends", "replaces"])),
});

const given = {
  frozenNode: v.exactOptional(v.boolean()),
  frozenConfig: v.exactOptional(v.boolean()),
  frozenEvents: v.exactOptional(v.boolean()),
  minimalArguments: v.exactOptional(v.boolean()),
  stringConfig: v.exactOptional(v.boolean()),
};

const node = v.object({
  problems: v.array(v.string()),
  name: text,
  routerBranchSafe: v.tuple([v.unknown(), v.unknown()]),
  changed: v.array(v.string()),
});

/** A trace. */
export const traceSchema: v.GenericSchema<unknown, Trace> = v.pipe(
  v.object({
    events: v.pipe(
      v.array(v.unknown()),
      v.description(
        "The events in the order of their first use; all else points at them by index.",
      ),
    ),
    keys: v.exactOptional(v.array(v.string())),
    calls: v.pipe(v.array(call), v.description("The calls in the order they started.")),
    contents,
    unreadable: text,
    lateContents: contents,
    lateUnreadable: text,
    stillWritten: flag,
    undisposed: text,
    guarantees: v.exactOptional(guarantees),
    node: v.exactOptional(node),
    given: v.exactOptional(v.object({ ...given, invalidKey: text })),
    leaked: v.exactOptional(v.record(v.string(), v.number())),
    strays: v.exactOptional(v.array(thrown)),
    seized: v.exactOptional(v.array(v.string())),
  }),
  v.description("What was observed of a sink: its calls, and what the storage held."),
);

const onPartition = {
  worker: whole,
  twin: flag,
  after: v.exactOptional(whole),
  fault: v.exactOptional(fault),
  look: flag,
};

const step = v.variant("do", [
  v.object({ do: v.literal("build"), ...onPartition }),
  v.object({
    do: v.literal("write"),
    ...onPartition,
    events: places,
    afterwards: v.exactOptional(afterwards),
    invalid: flag,
  }),
  v.object({ do: v.literal("close"), ...onPartition }),
  v.object({ do: v.literal("restart"), workers: whole }),
  v.object({ do: v.literal("pause"), ms: v.number(), look: flag }),
]);

/** The calls to make. */
export const historySchema: v.GenericSchema<unknown, History> = v.pipe(
  v.object({
    workers: whole,
    given: v.exactOptional(v.object({ ...given, invalidConfig: v.exactOptional(whole) })),
    pace: v.exactOptional(v.number()),
    onlyClose: v.exactOptional(whole),
    steps: v.array(step),
  }),
  v.description(
    "The calls to make: what is particular alone, every partition being built and closed.",
  ),
);
