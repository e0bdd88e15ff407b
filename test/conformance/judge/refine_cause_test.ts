import type { Call, Trace } from "@watertight/sinks";
import type { Anomaly } from "@watertight/sinks/conformance";
import { causeOf } from "../../../conformance/judge/refine_cause.ts";
import { factors } from "../../../conformance/judge/factors.ts";
import { assertEquals } from "../../assert.ts";
import { build, close, failed, later, on, threw, traceOf, write } from "./traces.ts";

const lost = (event: number): Anomaly => ({ kind: "lost", event, text: "" });
const repeated = (event: number): Anomaly => ({ kind: "repeated", event, text: "" });
const unreadable: Anomaly = { kind: "unreadable", text: "" };
const refused = (kind: "build" | "write" | "close", call: number): Anomaly => ({
  kind: `refused-${kind}`,
  call,
  text: "",
});

/** The same call under a fault that it did not notice. */
function unnoticed(call: Partial<Call>, kind: "reject" | "reject-after-apply" = "reject") {
  return { ...call, fault: { kind } };
}

const rejected = { tasks: [{ started: "within", outcome: "rejected" } as const] };

/** Where a fault struck, seen from what suffers. */
const places: Record<string, [Anomaly, Trace]> = {
  "fault-in-write": [lost(0), traceOf([build, unnoticed(write(0)), close])],
  "fault-in-build": [lost(0), traceOf([unnoticed(build), write(0), close])],
  "fault-in-close": [lost(0), traceOf([build, write(0), unnoticed(close)])],
  "fault-in-failed-close": [unreadable, traceOf([build, write(0), failed(close)])],
  "fault-in-other-call": [lost(0), traceOf([build, write(0), failed(write(1)), close])],
  "fault-of-peer": [
    lost(1),
    traceOf([on(0, build), on(1, build), on(0, failed(write(0))), on(1, write(1)), on(1, close)]),
  ],
  "fault-of-earlier-run": [
    lost(1),
    traceOf([build, failed(write(0)), close, later(build), later(write(1)), later(close)]),
  ],
  "fault-on-bridge": [
    lost(0),
    traceOf([build, { ...unnoticed(write(0)), ...rejected }, close]),
  ],
  "unclear-outcome": [
    repeated(0),
    traceOf([build, failed(write(0), "reject-after-apply"), close]),
  ],
};

Deno.test("causeOf() takes no unclear outcome of a peer for a reason to store twice", () => {
  const trace = traceOf([
    on(0, build),
    on(1, build),
    on(0, failed(write(0), "reject-after-apply")),
    on(1, write(1)),
    on(1, close),
  ]);
  assertEquals(causeOf("fault", repeated(1), trace), "fault-of-peer");
});

for (const [cause, [anomaly, trace]] of Object.entries(places)) {
  Deno.test(`causeOf() tells ${cause} by where the fault stands`, () => {
    assertEquals(causeOf("fault", anomaly, trace), cause);
  });
}

/** What is refused suffers itself; a close suffers from the write before it; what cannot be read is nobody's. */
const refusals: [string, Anomaly, Trace][] = [
  [
    "fault-in-write",
    refused("write", 1),
    traceOf([build, failed(write(0)), close]),
  ],
  [
    "fault-in-other-call",
    refused("close", 2),
    traceOf([build, failed(write(0)), failed(close)]),
  ],
  [
    "fault-in-other-call",
    unreadable,
    traceOf([build, failed(write(0)), close]),
  ],
  [
    "fault-in-close",
    unreadable,
    traceOf([build, write(0), unnoticed(close)]),
  ],
  [
    "fault-of-peer",
    refused("write", 3),
    traceOf([on(0, build), on(1, build), on(0, failed(write(0))), on(1, threw(write(1)))]),
  ],
  [
    "fault-of-earlier-run",
    refused("build", 3),
    traceOf([build, failed(write(0)), close, later(threw(build))]),
  ],
];

for (const [cause, anomaly, trace] of refusals) {
  Deno.test(`causeOf() tells ${cause} of ${anomaly.kind}`, () => {
    assertEquals(causeOf("fault", anomaly, trace), cause);
  });
}

Deno.test("causeOf() takes an event that is there twice after a plain rejection for no unclear outcome", () => {
  const trace = traceOf([build, failed(write(0)), close]);
  assertEquals(causeOf("fault", repeated(0), trace), "fault-in-write");
});

Deno.test("causeOf() blames the bridge only for a call that did not say so", () => {
  const trace = traceOf([build, { ...failed(write(0)), ...rejected }, close]);
  assertEquals(causeOf("fault", lost(0), trace), "fault-in-write");
});

Deno.test("causeOf() takes of several faults the one without which it is gone", () => {
  const trace = traceOf([
    on(0, build),
    on(1, build),
    on(0, unnoticed(write(0))),
    on(1, failed(write(1))),
    on(0, close),
  ]);
  assertEquals(causeOf("fault", lost(0), trace, 0), "fault-in-write");
  assertEquals(causeOf("fault", lost(0), trace, 1), "fault-of-peer");
});

Deno.test("causeOf() takes of several faults the victim's own where it is not told which", () => {
  const trace = traceOf([
    on(0, build),
    on(1, build),
    on(1, failed(write(0))),
    on(0, unnoticed(write(1))),
    on(0, close),
  ]);
  assertEquals(causeOf("fault", lost(1), trace), "fault-in-write");
});

Deno.test("causeOf() tells a close that a failure of an earlier run refuses from one that its own write does", () => {
  const trace = traceOf([
    build,
    failed(write(0)),
    close,
    later(build),
    later(failed(write(1))),
    later(threw(close)),
  ]);
  assertEquals(causeOf("fault", refused("close", 5), trace, 0), "fault-of-earlier-run");
  assertEquals(causeOf("fault", refused("close", 5), trace, 1), "fault-in-other-call");
});

Deno.test("causeOf() counts a fault that lasts until the close once", () => {
  const lasting = { kind: "reject", until: "close" } as const;
  const trace = traceOf([
    on(0, build),
    on(1, build),
    on(0, { ...threw(write(0)), fault: lasting }),
    on(0, { ...close, fault: lasting }),
    on(1, failed(write(1))),
    on(1, close),
  ]);
  assertEquals(causeOf("fault", lost(0), trace, 1), "fault-of-peer");
});

Deno.test("causeOf() knows no cause where there is no fault at all", () => {
  assertEquals(causeOf("fault", lost(0), traceOf([build, write(0), close])), "unknown");
});

const bad = { invalid: ["bad"] };

Deno.test("causeOf() tells whose event it was that the storage cannot hold", () => {
  const own = traceOf([build, write(0), { ...threw(write(1)), ...bad }, close]);
  assertEquals(causeOf("invalid-event", lost(0), own), "invalid-event");
  const peers = traceOf([
    on(0, build),
    on(1, build),
    on(0, { ...threw(write(0)), ...bad }),
    on(1, write(1)),
    on(1, close),
  ]);
  assertEquals(causeOf("invalid-event", lost(1), peers), "invalid-event-of-peer");
  const earlier = traceOf([
    build,
    { ...threw(write(0)), ...bad },
    close,
    later(build),
    later(write(1)),
    later(close),
  ]);
  assertEquals(causeOf("invalid-event", lost(1), earlier), "invalid-event-of-earlier-run");
});

Deno.test("causeOf() tells a second close after one that failed from any other", () => {
  const again = traceOf([build, write(0), close, close]);
  assertEquals(causeOf("repeated-close", lost(0), again), "repeated-close");
  const failing = traceOf([build, write(0), failed(close), close]);
  assertEquals(causeOf("repeated-close", lost(0), failing), "close-after-failed-close");
});

Deno.test("causeOf() tells a build that destroys what is stored from one that meets what is pending", () => {
  const looked = (before: number[], after: number[]) =>
    traceOf([on(0, build), on(0, write(0)), on(1, { ...build, before, after }), on(0, close)]);
  assertEquals(causeOf("late-build", lost(0), looked([0], [])), "build-over-stored");
  assertEquals(causeOf("late-build", lost(0), looked([], [])), "late-build");
  const unseen = traceOf([on(0, build), on(0, write(0)), on(1, build), on(0, close)]);
  assertEquals(causeOf("late-build", lost(0), unseen), "late-build");
});

Deno.test("causeOf() takes every other factor for the cause itself", () => {
  const refined = ["fault", "invalid-event", "repeated-close", "late-build"];
  const trace = traceOf([build, write(0), close]);
  for (const factor of factors) {
    if (refined.includes(factor)) continue;
    assertEquals(causeOf(factor, lost(0), trace), factor);
  }
});
