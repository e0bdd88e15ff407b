import type { Trace } from "@watertight/sinks";
import type { Factor } from "@watertight/sinks/conformance";
import { factorsOf } from "../../../conformance/judge/factors.ts";
import { assertEquals } from "../../assert.ts";
import { build, close, on, threw, traceOf, write } from "./traces.ts";

const second = { run: 1, partition: 1 };

/** Traces, and what is particular about them beyond what one write and close already are. */
const cases: [string, Trace, Factor[]][] = [
  ["nothing to a build alone", traceOf([build]), []],
  ["only pending events to one write", traceOf([build, write(0), close]), ["pending"]],
  ["an idle worker", traceOf([build, close]), ["idle-worker"]],
  ["an empty batch", traceOf([build, write(), close]), ["empty-batch", "pending"]],
  ["a split", traceOf([build, write(0), write(1), close]), ["split", "pending"]],
  [
    "a repeated close",
    traceOf([build, write(0), close, close]),
    ["repeated-close", "close-order", "pending"],
  ],
  [
    "a late write, after the close of a worker that had been idle",
    traceOf([build, close, write(0)]),
    ["late-write", "idle-worker", "pending"],
  ],
  [
    "a late build",
    traceOf([on(0, build), on(0, write(0)), on(1, build), on(0, close)]),
    ["late-build", "close-order", "any-worker", "pending"],
  ],
  [
    "an early close",
    traceOf([on(0, build), on(1, build), on(1, close), on(0, write(0)), on(0, close)]),
    ["early-close", "peer-close", "close-order", "idle-worker", "any-worker", "pending"],
  ],
  [
    "a twin",
    traceOf([build, { ...build, partition: 1 }, write(0), close]),
    ["twin", "any-worker", "pending"],
  ],
  [
    "a restart",
    traceOf([build, write(0), close, { ...build, ...second }, { ...close, ...second }]),
    ["restart", "close-order", "idle-worker", "pending"],
  ],
  [
    "another worker count",
    traceOf([build, close, { ...build, ...second, workers: 2 }]),
    ["rescale", "restart", "close-order", "idle-worker", "any-worker"],
  ],
  [
    "interleaving workers",
    traceOf([on(0, build), on(1, build), on(0, write(0)), on(1, write(1))]),
    ["close-order", "interleaving", "any-worker", "pending"],
  ],
  [
    "overlapping builds",
    traceOf([{ ...on(0, build), end: 3 }, { ...on(1, build), start: 1, end: 2 }]),
    ["overlapping-builds", "close-order", "any-worker"],
  ],
  [
    "a write that overlaps a close",
    traceOf([build, { ...write(0), start: 2, end: 5 }, { ...close, start: 3, end: 4 }]),
    ["overlap", "pending"],
  ],
  [
    "an overlap with a call that never ended",
    traceOf([build, { ...write(0), end: null }, { ...close, start: 5, end: 6 }]),
    ["overlap", "pending"],
  ],
  [
    "a fault",
    traceOf([build, { ...threw(write(0)), fault: { kind: "reject" } }, close]),
    ["fault", "pending"],
  ],
  [
    "a value the storage cannot hold",
    traceOf([build, { ...threw(write(0)), invalid: [1] }, close]),
    ["invalid-event", "pending"],
  ],
  [
    "an array reused",
    traceOf([build, { ...write(0), afterwards: "array-reused" }, close]),
    ["array-reused", "pending"],
  ],
  ["a pause", traceOf([build, { ...write(0), pause: 5 }, close]), ["pause", "pending"]],
  [
    "all that was given in another form",
    traceOf([build], {
      given: {
        frozenNode: true,
        frozenConfig: true,
        frozenEvents: true,
        minimalArguments: true,
        stringConfig: true,
      },
    }),
    ["frozen-node", "frozen-config", "frozen-events", "minimal-arguments", "string-config"],
  ],
];

for (const [name, trace, expected] of cases) {
  Deno.test(`factorsOf() finds ${name}`, () => {
    assertEquals([...factorsOf(trace)].sort(), expected.sort());
  });
}
