import type { Call, Trace } from "@watertight/sinks";
import {
  type Account,
  accountOf,
  atTheEnd,
  isMissing,
  type Moment,
} from "../../../conformance/judge/account.ts";
import { assertEquals } from "../../assert.ts";
import { build, close, failed, later, on, threw, traceOf, write } from "./traces.ts";

/** `must`, `must-not, replaced`, `may, often`: what is owed of an event, in short. */
function short({ due, atMost, replaced, unless = [] }: Account): string {
  return due + (replaced ? ", replaced" : "") + (atMost === 1 ? "" : ", often") +
    (unless.length > 0 ? ` unless ${unless}` : "");
}

function owed(trace: Trace, moment?: Moment): string[] {
  return [...accountOf(trace, moment)].map((account) => account ? short(account) : "nothing");
}

const unsettled: Partial<Call> = { end: null, outcome: { kind: "unsettled" } };
const invalid = { invalid: ["bad"] };
const exactly = { guarantees: { delivery: "exactly-once" } } as const;
const replaces = { guarantees: { restart: "replaces" } } as const;

/** Traces, and what is owed of each event at their end. */
const cases: Record<string, [Trace, string[]]> = {
  "an event whose partition was closed must be stored": [traceOf([build, write(0), close]), [
    "must",
  ]],
  "an event whose partition was never closed may be stored": [traceOf([build, write(0)]), ["may"]],
  "an event whose close never settled may be stored": [
    traceOf([build, write(0), { ...close, ...unsettled }]),
    ["may"],
  ],
  "an event whose write never settled may be stored": [
    traceOf([build, { ...write(0), ...unsettled }, close]),
    ["may"],
  ],
  "an event whose write threw for no reason may be stored": [
    traceOf([build, threw(write(0)), close]),
    ["may, often"],
  ],
  "what was pending when a write threw for no reason is open, as close must not throw": [
    traceOf([build, write(0), threw(write(1)), close]),
    ["may, often", "may, often"],
  ],
  "what was durable when a write threw for no reason is owed": [
    traceOf([build, write(0), threw(write(1)), close], { guarantees: { durable: "on-write" } }),
    ["must, often", "may, often"],
  ],
  "a write that threw for no reason repeats nothing where exactly once is claimed": [
    traceOf([build, threw(write(0)), close], { guarantees: { delivery: "exactly-once" } }),
    ["may"],
  ],
  "a late write that threw says nothing of what was pending": [
    traceOf([build, write(0), close, threw(write(1))]),
    ["must", "must-not"],
  ],
  "an event whose write failed with the storage may be stored": [
    traceOf([build, failed(write(0)), close]),
    ["may"],
  ],
  "an event that came before the write that failed must be stored": [
    traceOf([build, write(0), failed(write(1)), close]),
    ["must", "may"],
  ],
  "events that were refused with one that the storage cannot hold must not be stored": [
    traceOf([build, write(0), { ...threw(write(1)), ...invalid }, close]),
    ["must", "must-not"],
  ],
  "events that were taken with one that the storage cannot hold may be stored": [
    traceOf([build, { ...write(0), ...invalid }, close]),
    ["may"],
  ],
  "events refused with one that cannot be held while the storage failed may be stored": [
    traceOf([build, { ...failed(write(0)), ...invalid }, close]),
    ["may"],
  ],
  "what a late write brought and was refused must not be stored": [
    traceOf([build, close, threw(write(0))]),
    ["must-not"],
  ],
  "what a late write brought and was taken must be stored": [
    traceOf([build, close, write(0)]),
    ["must"],
  ],
  "what a late write brought and the storage refused may be stored": [
    traceOf([build, close, failed(write(0))]),
    ["may"],
  ],
  "what was taken after a close that failed may be stored": [
    traceOf([build, threw(close), write(0), close]),
    ["may"],
  ],
  "what was refused after a close that failed may be stored": [
    traceOf([build, threw(close), threw(write(0))]),
    ["may"],
  ],
  "an event whose close failed may be stored": [
    traceOf([build, write(0), failed(close)]),
    ["may"],
  ],
  "an event whose close failed and whose second close returned must be stored": [
    traceOf([build, write(0), failed(close), close]),
    ["must"],
  ],
  "an event whose close returned while the storage failed must be stored": [
    traceOf([build, write(0), { ...close, fault: { kind: "reject" } }]),
    ["must"],
  ],
  "an event whose close could not reach the storage after a failed write may be stored": [
    traceOf([build, write(0), failed(write(1)), { ...close, fault: { kind: "reject" } }]),
    ["may", "may"],
  ],
  "the failed write of another partition takes nothing from what a close owes": [
    traceOf([
      on(0, build),
      on(1, build),
      on(0, write(0)),
      on(1, failed(write(1))),
      on(0, { ...close, fault: { kind: "reject" } }),
    ]),
    ["must", "may"],
  ],
  "the close of one worker owes nothing of another": [
    traceOf([on(0, build), on(1, build), on(0, write(0)), on(1, write(1)), on(0, close)]),
    ["must", "may"],
  ],
  "what a request of unclear outcome may have stored may be there often": [
    traceOf([build, write(0), failed(write(1), "reject-after-apply"), close]),
    ["must, often", "may, often"],
  ],
  "a hang is of unclear outcome as well": [
    traceOf([build, failed(write(0), "hang"), close]),
    ["may, often"],
  ],
  "a close of unclear outcome may store its events again": [
    traceOf([build, write(0), failed(close, "reject-after-apply"), close]),
    ["must, often"],
  ],
  "a plain rejection stores nothing twice": [
    traceOf([build, write(0), failed(write(1)), close]),
    ["must", "may"],
  ],
  "an unclear outcome of one partition is none of another": [
    traceOf([
      on(0, build),
      on(1, build),
      on(0, failed(write(0), "reject-after-apply")),
      on(1, write(1)),
      on(0, close),
      on(1, close),
    ]),
    ["may, often", "must"],
  ],
  "exactly once is once, whatever the outcome": [
    traceOf([build, write(0), failed(write(1), "reject-after-apply"), close], exactly),
    ["must", "may"],
  ],
  "a restart appends: what an earlier run wrote must be stored": [
    traceOf([build, write(0), close, later(build), later(write(1)), later(close)]),
    ["must", "must"],
  ],
  "a restart that replaces leaves open what an earlier run wrote": [
    traceOf([build, write(0), close, later(build), later(write(1)), later(close)], replaces),
    ["may", "must"],
  ],
  "a build of the same run replaces nothing, after a close or before": [
    traceOf([build, write(0), close, on(1, build)], replaces),
    ["must"],
  ],
};

for (const [name, [trace, expected]] of Object.entries(cases)) {
  Deno.test(`accountOf(): ${name}`, () => assertEquals(owed(trace), expected));
}

const onWrite = { guarantees: { durable: "on-write" } } as const;
const within = { guarantees: { durable: { within: 10 } } } as const;
/** Calls start at 0, 2, 4, … and end one later. */
const flow = [build, write(0), write(1), close];

/** Traces, a moment of each, and what is owed then. */
const moments: Record<string, [Trace, Moment, string[]]> = {
  "before its write nothing is owed of an event": [traceOf(flow), { time: 4 }, ["may"]],
  "while its partition is open an event is pending": [traceOf(flow), { time: 6 }, ["may", "may"]],
  "while its partition is being closed an event is pending": [
    traceOf(flow),
    { time: 6.5 },
    ["may", "may"],
  ],
  "once its partition is closed an event is due": [traceOf(flow), { time: 8 }, ["must", "must"]],
  "durable on write is due once the write has returned": [
    traceOf(flow, onWrite),
    { time: 4 },
    ["must"],
  ],
  "durable on write is not due while the write is in flight": [
    traceOf(flow, onWrite),
    { time: 5 },
    ["must", "may"],
  ],
  "durable within a time is due once so much has passed": [
    traceOf(flow, within),
    { time: 6, waited: 10 },
    ["must", "must"],
  ],
  "durable within a time is not due before": [
    traceOf(flow, within),
    { time: 6, waited: 9 },
    ["may", "may"],
  ],
  "durable within a time is not due where nobody waited": [
    traceOf(flow, within),
    { time: 6 },
    ["may", "may"],
  ],
  "durable within a time is due at the close, too": [
    traceOf(flow, within),
    atTheEnd,
    ["must", "must"],
  ],
  "before the restart that replaces it an event is due": [
    traceOf([build, write(0), close, later(build)], replaces),
    { time: 6 },
    ["must"],
  ],
};

for (const [name, [trace, moment, expected]] of Object.entries(moments)) {
  Deno.test(`accountOf() at a moment: ${name}`, () => assertEquals(owed(trace, moment), expected));
}

/** The keys of the events, the calls, and what is owed. */
const keyed: Record<string, [string, Parameters<typeof traceOf>[0], string[]]> = {
  "of one batch the last event of a key stays": ["aab", [build, write(0, 1, 2), close], [
    "must-not, replaced",
    "must",
    "must",
  ]],
  "of one partition the last event of a key stays": ["aa", [build, write(0), write(1), close], [
    "must-not, replaced",
    "must",
  ]],
  "of two runs the last event of a key stays": [
    "aa",
    [build, write(0), close, later(build), later(write(1)), later(close)],
    ["must-not, replaced", "must"],
  ],
  "an event that is pending may have replaced the one before": [
    "aa",
    [on(0, build), on(0, write(0)), on(0, close), later(build), later(write(1))],
    ["must unless 1", "may"],
  ],
  "an event whose write failed may have replaced the one before": [
    "aa",
    [build, write(0), failed(write(1)), close],
    ["must unless 1", "may"],
  ],
  "an event that was refused replaces nothing": [
    "aa",
    [build, write(0), { ...threw(write(1)), ...invalid }, close],
    ["must", "must-not"],
  ],
  "between two workers of a run either may win": [
    "aa",
    [on(0, build), on(1, build), on(0, write(0)), on(1, write(1)), on(0, close), on(1, close)],
    ["must unless 1", "must unless 0"],
  ],
  "a later event of the own worker replaces, whatever another wrote": [
    "aaa",
    [
      on(0, build),
      on(1, build),
      on(0, write(0)),
      on(1, write(1)),
      on(0, write(2)),
      on(0, close),
      on(1, close),
    ],
    ["must-not, replaced", "must unless 0,2", "must unless 1"],
  ],
};

for (const [name, [keys, calls, expected]] of Object.entries(keyed)) {
  Deno.test(`accountOf() with keys: ${name}`, () => {
    assertEquals(owed(traceOf(calls, { keys: [...keys] })), expected);
  });
}

Deno.test("isMissing() asks for what must be stored, and takes one in its place", () => {
  const [first] = accountOf(traceOf(keyed["between two workers of a run either may win"]![1], {
    keys: ["a", "a"],
  }));
  assertEquals(isMissing(first, 0, () => false), true);
  assertEquals(isMissing(first, 0, (event) => event === 0), false);
  assertEquals(isMissing(first, 0, (event) => event === 1), false);
  const [pending] = accountOf(traceOf([build, write(0)]));
  assertEquals(isMissing(pending, 0, () => false), false);
  assertEquals(isMissing(undefined, 0, () => false), false);
});

Deno.test("accountOf() gives no account of an event that nobody wrote, with keys neither", () => {
  const trace = { ...traceOf([build, write(1), close]), events: ["a", "b"], keys: ["a", "b"] };
  const told: number[] = [];
  accountOf(trace).forEach((_, event) => told.push(event));
  assertEquals(told, [1]);
});
