import { symptomsOf } from "../../../conformance/judge/symptoms.ts";
import { assertEquals } from "../../assert.ts";
import { build, close, on, threw, traceOf, write } from "./traces.ts";

type Trace = Parameters<typeof symptomsOf>[0];

const usual = [build, write(0, 1), write(2), close];

/** Traces, and the texts of what is wrong in them. */
const cases: Record<string, [Trace, string[]]> = {
  "nothing in a trace without calls": [traceOf([]), []],
  "nothing when everything is stored": [traceOf(usual), []],
  "nothing when nobody read the contents": [{ ...traceOf([build]), contents: undefined! }, []],
  "a lost event": [
    traceOf(usual, { contents: [0, 2] }),
    ["event 1, written to worker 0, is not stored"],
  ],
  "a repeated event": [
    traceOf(usual, { contents: [0, 1, 2, 1] }),
    ["event 1, written to worker 0, is stored 2 times"],
  ],
  "a value that nobody wrote": [
    traceOf(usual, { contents: [0, 1, 2, { value: "footer" }] }),
    ["the storage holds a value that nobody wrote"],
  ],
  "an altered event": [
    traceOf(usual, { contents: [0, { event: 1, value: "Event 1" }, 2] }),
    ["event 1 is stored as another value"],
  ],
  "a batch that is shuffled": [
    traceOf(usual, { contents: [1, 0, 2] }),
    ["event 1 stands before event 0, which worker 0 was given earlier in the same batch"],
  ],
  "batches that are swapped": [
    traceOf(usual, { contents: [2, 0, 1] }),
    ["event 2 stands before event 1, which worker 0 was given earlier"],
  ],
  "no order between workers": [
    traceOf([
      on(0, build),
      on(1, build),
      on(0, write(0)),
      on(1, write(1)),
      on(0, close),
      on(1, close),
    ], {
      contents: [1, 0],
    }),
    [],
  ],
  "no order when none is claimed": [
    traceOf(usual, { contents: [2, 1, 0], guarantees: { order: "none" } }),
    [],
  ],
  "a write that threw for no reason": [
    traceOf([build, threw(write(0, 1), "full"), close], { contents: [] }),
    ["the write of 2 events to worker 0 threw Error: full"],
  ],
  "a close that threw for no reason, and nothing that is owed by it": [
    traceOf([build, write(0), threw(close, "full")], { contents: [] }),
    ["the close of worker 0 threw Error: full"],
  ],
  "no refusal of a write after close": [
    traceOf([build, close, threw(write(0)), close], { contents: [] }),
    [],
  ],
  "no refusal under a fault": [
    traceOf([build, { ...threw(write(0)), fault: { kind: "reject", until: "call" } }, close], {
      contents: [],
    }),
    [],
  ],
  "no refusal of what the storage cannot hold": [
    traceOf([build, { ...threw(write(0)), invalid: ["bad"] }, close], { contents: [] }),
    [],
  ],
  "no refusal of a build with minimal arguments": [
    traceOf([threw(build)], { given: { minimalArguments: true } }),
    [],
  ],
  "a refusal of a build": [traceOf([threw(build)]), ["the build of worker 0 threw Error: no"]],
  "no loss of what a late write brought": [
    traceOf([build, close, write(0)], { contents: [] }),
    [],
  ],
  "no loss in an earlier run when a restart replaces": [
    traceOf([build, write(0), close, { ...build, run: 1, partition: 1 }, {
      ...write(1),
      run: 1,
      partition: 1,
    }, { ...close, run: 1, partition: 1 }], {
      contents: [1],
      guarantees: { restart: "replaces" },
    }),
    [],
  ],
  "no repetition after an unclear failure": [
    traceOf([build, {
      ...threw(write(0)),
      fault: { kind: "reject-after-apply", until: "call" },
    }, close], { contents: [0, 0] }),
    [],
  ],
  "a repetition after an unclear failure of a sink that claims exactly-once": [
    traceOf([build, {
      ...threw(write(0)),
      fault: { kind: "reject-after-apply", until: "call" },
    }, close], { contents: [0, 0], guarantees: { delivery: "exactly-once" } }),
    ["event 0, written to worker 0, is stored 2 times"],
  ],
  "nothing about contents while a call has not settled": [
    traceOf([build, { ...write(0), end: null, outcome: { kind: "unsettled" } }], { contents: [] }),
    [],
  ],
  "nothing once a wrong configuration was taken": [
    traceOf(usual, { contents: [], given: { invalidKey: "table" } }),
    [],
  ],
};

for (const [name, [trace, texts]] of Object.entries(cases)) {
  Deno.test(`symptomsOf() finds ${name}`, () => {
    assertEquals(symptomsOf(trace).map(({ text }) => text), texts);
  });
}
