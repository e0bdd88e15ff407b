import type { Trace } from "@watertight/sinks";
import { anomaliesOf, anomalyKinds } from "../../../conformance/judge/anomalies.ts";
import { assertEquals } from "../../assert.ts";
import {
  atomic,
  build,
  close,
  failed,
  keyed,
  later,
  on,
  smallest,
  threw,
  traceOf,
  write,
} from "./traces.ts";

const usual = [build, write(0, 1), write(2), close];

/** A sink that stores what it holds after a while. */
const timed = { guarantees: { durable: { within: 20 } } } as const;

/** A write that throws after the storage failed during a call of another partition. */
const metByItself = [
  on(0, build),
  on(1, build),
  on(1, write(0)),
  on(0, failed(write(1))),
  on(1, threw(write(2))),
  on(1, close),
];

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
    ['event 1 is stored as another value: "Event 1" ≠ "event 1"'],
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
    traceOf([build, { ...threw(write(0)), fault: { kind: "reject" } }, close], {
      contents: [],
    }),
    [],
  ],
  "no refusal of what tells of a failure that a sink met as it stored by itself": [
    traceOf(metByItself, { ...timed, contents: [] }),
    [],
  ],
  "a refusal after another partition's failure, of a sink that stores nothing by itself": [
    traceOf(metByItself, { contents: [] }),
    ["the write of 1 event to worker 1 threw Error: no"],
  ],
  "a refusal of a partition that held nothing as another one met a failure": [
    traceOf([on(0, build), on(1, build), on(0, failed(write(0))), on(1, threw(write(1)))], {
      ...timed,
      contents: [],
    }),
    ["the write of 1 event to worker 1 threw Error: no"],
  ],
  "a refusal of the second call after another partition's failure": [
    traceOf([...metByItself.slice(0, 4), on(1, write(2)), on(1, threw(close))], {
      ...timed,
      contents: [0, 1, 2],
    }),
    ["the close of worker 1 threw Error: no"],
  ],
  "no refusal of a close that tells of what a write that returned has lost": [
    traceOf(
      [build, { ...write(0), fault: { kind: "reject" } }, threw(close)],
      { contents: [] },
    ),
    [],
  ],
  "no refusal of a close that tells of an event that a write took and cannot be stored": [
    traceOf([build, { ...write(0), invalid: [""] }, threw(close)], { contents: [] }),
    [],
  ],
  "a refusal of a close that tells of a failure by which nothing was lost": [
    traceOf([build, { ...write(0), fault: { kind: "reject" } }, threw(close)]),
    ["the close of worker 0 threw Error: no"],
  ],
  "no repetition of what was stored by itself with an unclear outcome": [
    traceOf(
      [
        on(0, build),
        on(1, build),
        on(1, write(0)),
        on(0, failed(write(1), "reject-after-apply")),
        on(0, close),
        on(1, close),
      ],
      { ...timed, contents: [1, 0, 0] },
    ),
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
  "the loss of what a late write brought and was taken": [
    traceOf([build, close, write(0)], { contents: [] }),
    ["event 0, written to worker 0, is not stored"],
  ],
  "no loss of what was pending": [traceOf([build, write(0)], { contents: [] }), []],
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
      fault: { kind: "reject-after-apply" },
    }, close], { contents: [0, 0] }),
    [],
  ],
  "a repetition after an unclear failure of a sink that claims exactly-once": [
    traceOf([build, {
      ...threw(write(0)),
      fault: { kind: "reject-after-apply" },
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
  Deno.test(`anomaliesOf() finds ${name}`, () => {
    assertEquals(anomaliesOf(trace).map(({ text }) => text), texts);
  });
}

for (const kind of anomalyKinds) {
  Deno.test(`anomaliesOf() tells ${kind}, and nothing else, of its smallest trace`, () => {
    assertEquals(anomaliesOf(smallest[kind]).map((anomaly) => anomaly.kind), [kind]);
  });
}

const first = { value: "other" };
const second = [build, write(0, 1), close];

/** What is wrong with batches that failed, where it is told apart from what may be. */
const brokenBatches: Record<string, [Trace, string[]]> = {
  "no torn batch where none is claimed to be atomic": [
    traceOf([build, failed(write(0, 1)), close], { contents: [0] }),
    [],
  ],
  "no torn batch that is there whole": [
    traceOf([build, failed(write(0, 1)), close], { ...atomic, contents: [0, 1] }),
    [],
  ],
  "a gap within a batch that failed": [
    traceOf([build, failed(write(0, 1)), close], { contents: [1] }),
    ["gap"],
  ],
  "no gap where an event of the same key stands": [
    traceOf([build, write(0), failed(write(1), "reject-after-apply"), {
      ...close,
      fault: { kind: "reject" },
    }], {
      ...keyed,
      contents: [1],
    }),
    [],
  ],
  "what is lost, and no gap, where an earlier event is owed": [
    traceOf([build, write(0), failed(write(1), "reject-after-apply"), close], { contents: [1] }),
    ["lost"],
  ],
  "no gap where no order is claimed": [
    traceOf([build, failed(write(0, 1)), close], { contents: [1], guarantees: { order: "none" } }),
    [],
  ],
  "no gap in what another worker wrote": [
    traceOf(
      [
        on(0, build),
        on(1, build),
        on(0, failed(write(0))),
        on(1, write(1)),
        on(0, close),
        on(1, close),
      ],
      { contents: [1] },
    ),
    [],
  ],
  "nothing published that close stores whole": [
    traceOf([build, failed(write(0, 1)), { ...close, before: [], after: [0, 1] }]),
    [],
  ],
  "nothing published that was there before close": [
    traceOf([build, failed(write(0, 1)), { ...close, before: [0], after: [0] }], { contents: [0] }),
    [],
  ],
  "nothing published after an unclear outcome": [
    traceOf(
      [build, failed(write(0, 1), "reject-after-apply"), { ...close, before: [], after: [0] }],
      { contents: [0] },
    ),
    [],
  ],
};

/** What is wrong after one call, where the contents were read around it. */
const during: Record<string, [Trace, string[]]> = {
  "what a call lost, with the call": [
    traceOf([build, write(0), close, on(1, { ...build, before: [0], after: [] })], {
      contents: [0],
    }),
    ["event 0, written to worker 0, is not stored, seen after the build of worker 1"],
  ],
  "nothing again that was wrong before the call": [
    traceOf([build, write(0), close, on(1, { ...build, before: [], after: [] })], {
      contents: [0],
    }),
    [],
  ],
  "no loss of what must be readable before its close: another rule judges that": [
    traceOf([build, { ...write(0), before: [], after: [] }, close], {
      guarantees: { durable: "on-write" },
    }),
    [],
  ],
  "nothing around a call under a fault": [
    traceOf(
      [build, write(0), close, { ...close, before: [0], after: [], fault: { kind: "reject" } }],
      { contents: [0] },
    ),
    [],
  ],
};

/** Of several readings, keys and values that nobody can hold. */
const more: Record<string, [Trace, string[]]> = {
  "what is wrong a while later, and not at once": [
    traceOf(second, { contents: [], lateContents: [0] }),
    ["lost"],
  ],
  "no loss of what came a while later": [
    traceOf(second, { contents: [], lateContents: [0, 1] }),
    [],
  ],
  "no loss of an event that the one before it stands for": [
    traceOf([build, write(0), write(1), close], { ...keyed, contents: [0] }),
    ["stale"],
  ],
  "a loss of both events of a key": [
    traceOf([build, write(0), write(1), close], { ...keyed, contents: [] }),
    ["lost"],
  ],
  "nothing where the last event of a key stands": [
    traceOf([build, write(0), write(1), close], { ...keyed, contents: [1] }),
    [],
  ],
  "no disorder of an event that was replaced": [
    traceOf([build, write(0, 1), write(2), close], { keys: ["a", "b", "a"], contents: [1, 0, 2] }),
    ["stale"],
  ],
  "a disorder of events of different keys": [
    traceOf([build, write(0, 1), write(2), close], { keys: ["a", "b", "a"], contents: [2, 1] }),
    ["swapped"],
  ],
  "no extra for a value that a write took although the storage cannot hold it": [
    traceOf([build, { ...write(0), invalid: ["bad"] }, close], { contents: [0, first] }),
    [],
  ],
  "an extra beside the value that a write took": [
    traceOf([build, { ...write(0), invalid: ["bad"] }, close], { contents: [0, first, first] }),
    ["extra"],
  ],
  "an extra where the value was refused": [
    traceOf([build, { ...threw(write(0)), invalid: ["bad"] }, close], { contents: [first] }),
    ["extra"],
  ],
  "an extra where a late write was refused and stored": [
    traceOf([build, close, threw(write(0))], { contents: [0] }),
    ["extra"],
  ],
  "nothing in a storage that hung": [
    traceOf([build, write(0), close, failed(later(build), "hang")], { contents: [] }),
    [],
  ],
  "a write refused after a failed build of another": [
    traceOf([on(0, build), on(1, failed(build)), on(0, threw(write(0))), on(0, close)], {
      contents: [],
    }),
    ["refused-write"],
  ],
  "no refusal of a close under a fault": [
    traceOf([build, write(0), failed(close)], { contents: [] }),
    [],
  ],
  "a close refused under a fault after a write that failed: its caller knows already": [
    traceOf([build, failed(write(0)), failed(close)], { contents: [] }),
    ["refused-close"],
  ],
  "no refusal of a second close after one that failed": [
    traceOf([build, failed(close), threw(close)], { contents: [] }),
    [],
  ],
  "a refusal of a second close after one that returned": [
    traceOf([build, close, threw(close)], { contents: [] }),
    ["refused-close"],
  ],
};

for (const [name, [trace, expected]] of Object.entries({ ...brokenBatches, ...more })) {
  Deno.test(`anomaliesOf() finds ${name}`, () => {
    assertEquals(anomaliesOf(trace).map(({ kind }) => kind), expected);
  });
}

for (const [name, [trace, texts]] of Object.entries(during)) {
  Deno.test(`anomaliesOf() finds ${name}`, () => {
    assertEquals(anomaliesOf(trace).map(({ text }) => text), texts);
  });
}

Deno.test("anomaliesOf() names the event and the call of what it finds", () => {
  const [anomaly] = anomaliesOf(during["what a call lost, with the call"]![0]);
  assertEquals([anomaly?.event, anomaly?.call], [0, 3]);
  const [refused] = anomaliesOf(smallest["refused-write"]);
  assertEquals([refused?.event, refused?.call], [undefined, 1]);
});
