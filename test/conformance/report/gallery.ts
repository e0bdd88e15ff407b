/** Reports of every sort, as plain data: what the golden files of all formats are made of. */
import type { Contents, Trace } from "@watertight/sinks";
import {
  type Counterexample,
  NoVerdictError,
  type Report,
  type RuleId,
  rules,
  type Verdict,
} from "@watertight/sinks/conformance";
import type { Format, RenderOptions, Unchecked } from "../../../conformance/report/format.ts";
import { build, close, failed, later, on, threw, traceOf, write } from "../judge/traces.ts";
import { largeEvents, type Note, note, notes } from "./gallery_events.ts";
import { bare, verdict } from "./reports.ts";

/** A verdict of the level that its rule has. */
function verdictOn(rule: RuleId, rest: Partial<Verdict> = {}): Verdict {
  return verdict(rule, { level: rules.find(({ id }) => id === rule)!.level, ...rest });
}

/** What a history shows; its steps are of no account to those who write a report out. */
function found(message: string, trace: Trace, rest: Partial<Counterexample> = {}): Counterexample {
  const { rules: [rule] = ["write.stored"], seed = 7, path = "12:0:1" } = rest.replay ?? {};
  return {
    message,
    history: { workers: Math.max(1, ...trace.calls.map(({ workers }) => workers)), steps: [] },
    trace,
    contents: trace.contents ?? [],
    ...rest,
    replay: { seed, path, rules: [rule!] },
  };
}

/** A rule that is violated by this. */
function violated(rule: RuleId, path: string, by: Counterexample): Verdict {
  const counterexample = { ...by, replay: { seed: 7, path, rules: [rule] } };
  return verdictOn(rule, { outcome: "violated", histories: 318, counterexample });
}

/** A report on some rules, which conforms when nothing that counts is violated. */
function reportOn(
  subject: string,
  verdicts: readonly Verdict[],
  rest: Partial<Report> = {},
): Report {
  const conforms = !verdicts.some(({ outcome, level }) =>
    outcome === "violated" && level === "MUST"
  );
  return { ...bare, subject, conforms, histories: 525, elapsedMs: 1214.4, verdicts, ...rest };
}

/** The same execution, read after every call. */
function stepwise(trace: Trace, after: readonly Contents[]): Trace {
  const calls = trace.calls.map((call, index) => ({ ...call, after: after[index]! }));
  return { ...trace, calls };
}

/** The rules of which most verdicts of the gallery are satisfied. */
const some: readonly RuleId[] = ["write.accepts", "write.stored", "write.once", "write.faithful"];

/** Satisfied verdicts on some rules but these. */
function green(...but: readonly RuleId[]): readonly Verdict[] {
  return some.filter((rule) => !but.includes(rule)).map((rule) => verdictOn(rule));
}

const unjudged: Readonly<Partial<Record<RuleId, Partial<Verdict>>>> = {
  "write.durable": {
    outcome: "inapplicable",
    histories: 0,
    reason: "needs guarantees.durable = on-write and readable = always",
  },
  "write.last-wins": { outcome: "inapplicable", histories: 0, reason: "needs key" },
  "config.strings": { outcome: "inapplicable", histories: 0, reason: "needs stringConfig" },
  "bridge.awaited": {
    outcome: "inconclusive",
    histories: 0,
    reason: "no history said anything of it",
  },
  "order.across-batches": { outcome: "exempt", reason: "rows are sorted by key" },
};

const passing = reportOn(
  "notes in a table",
  rules.map(({ id }) => verdictOn(id, unjudged[id])),
  {
    notes: ["a failed batch is always stored whole or not at all: claim atomicBatches"],
    situations: {
      "more than one worker": 361,
      "calls that overlap": 164,
      "a batch of more than 100 events": 12,
      "a fault during a write: reject": 88,
      "a restart": 97,
    },
  },
);

const lostTail = traceOf([build, write(0), close], { events: notes(1), contents: [] });

const violation = reportOn("notes in an array", [
  ...green(),
  violated(
    "close.flushes",
    "1",
    found(
      "event 0, written to worker 0, is not stored; followed by many more events it is stored: " +
        "it was pending, and close dropped it",
      lostTail,
      { calls: [2], anyOther: [0], stepwise: stepwise(lostTail, [[], [], []]) },
    ),
  ),
  verdictOn("write.durable", unjudged["write.durable"]),
  verdictOn("bridge.awaited", unjudged["bridge.awaited"]),
]);

/** Two workers read the file, add to it and put it back: the first one's event is gone. */
const lostUpdate = traceOf([
  { ...on(0, build), start: 0, end: 1 },
  { ...on(1, build), start: 2, end: 3 },
  { ...on(0, write(0)), start: 4, end: 6 },
  { ...on(1, write(1, 2)), start: 5, end: 7 },
  { ...on(0, close), start: 8, end: 10 },
  { ...on(1, close), start: 9, end: 11 },
], { events: notes(3), contents: [1, 2] });

const overlap = reportOn("notes in one file", [
  ...green(),
  violated(
    "workers.no-cross-talk",
    "204:3:0:1",
    found(
      "event 0, written to worker 0, is not stored; without another call while a call goes on " +
        "all is well",
      lostUpdate,
      {
        calls: [2, 3],
        anyOther: [0, 1],
        stepwise: stepwise(lostUpdate, [[], [], [0], [1, 2], [1, 2], [1, 2]]),
      },
    ),
  ),
]);

const secondRun = traceOf(
  [build, write(0, 1), close, later(build), later(write(2)), later(close)],
  { events: notes(3), contents: [2] },
);

const restart = reportOn("notes in a folder", [
  ...green(),
  violated(
    "restart.keeps",
    "31:2",
    found("event 0, written to worker 0, is not stored; without a restart all is well", secondRun, {
      calls: [3],
      stepwise: stepwise(secondRun, [[], [0, 1], [0, 1], [], [2], [2]]),
    }),
  ),
]);

const swallowed = traceOf([
  build,
  { ...write(0), fault: { kind: "reject" } },
  { ...threw(write(1), "connection lost"), fault: { kind: "reject-after-apply", times: 1 } },
  close,
], { events: notes(2), contents: [1] });

const unpublished = traceOf([build, failed(write(0)), close], {
  events: notes(1),
  contents: [{ value: { id: 0, text: "_SUCCESS" } }],
});

const fault = reportOn("notes in a database", [
  ...green(),
  violated(
    "fault.surfaces",
    "77:1:1",
    found(
      "event 0, written to worker 0, is not stored; the storage failed during that write, and " +
        "the write did not say so",
      swallowed,
      { calls: [1], anyOther: [0, 1], stepwise: stepwise(swallowed, [[], [], [1], [1]]) },
    ),
  ),
  verdictOn("calls.throw-errors", { outcome: "implied", cause: "fault.surfaces" }),
  violated(
    "close.no-success-marker",
    "80:4",
    found(`a close after a failed write stored {"id":0,"text":"_SUCCESS"}`, unpublished, {
      calls: [2],
    }),
  ),
  verdictOn("fault.recovers", { outcome: "satisfied", histories: 64 }),
], { staleExemptions: ["write.once"] });

const cut = traceOf([build, write(...largeEvents.keys()), close], {
  events: largeEvents,
  contents: [...largeEvents.keys()].slice(0, 100),
});

const largeBatch = reportOn("notes by the hundred", [
  ...green("write.stored"),
  violated(
    "write.stored",
    "9",
    found("event 100, written to worker 0, is not stored", cut, {
      calls: [1],
      anyOther: [...largeEvents.keys()],
    }),
  ),
]);

const twice = traceOf([build, write(0), close], { events: notes(1), contents: [0, 0] });

const flaky = reportOn("notes over a network", [
  ...green("write.once"),
  violated(
    "write.once",
    "140",
    found("event 0, written to worker 0, is stored twice", twice, {
      calls: [1],
      times: { shown: 3, runs: 20 },
    }),
  ),
], { stopped: "the time limit of 30000 ms", warnings: ["a write took 1400 ms once"] });

const tooFew = reportOn("notes at a distance", [
  verdictOn("write.accepts", { outcome: "inconclusive", histories: 0 }),
], { conforms: false, histories: 0, stopped: "the time limit of 10 ms" });

/** What does not look like what it is, ends what it stands in, or is a command to who reads it. */
export const hostile: Readonly<Record<string, string>> = {
  colours: "\u001b[31mred\u001b[0m \u001b]8;;https://example.com\u0007link\u001b]8;;\u0007",
  commands: "::error::x\n##[error]y\n##vso[task.complete result=Succeeded]z\n##teamcity[w]",
  closing: `]]> </script> --> <img src=x onerror="alert('1')"> &amp;`,
  markdown: "```\n# no | title |\n</details>\n[x](javascript:alert(1)) @everyone `` **b** ~~~~",
  turning: "a\u202egnp.exe\u202c \u2066b\u2069 \u200bhidden\ufeff",
  control: "nul \u0000 bell \u0007 back \u0008 return \r escape \u009b31m half \ud800",
  wide: "漢字かな交じり文 전각 👩‍👩‍👧‍👦 é é",
  lines: "one\r\ntwo\u2028three\u0085four % %0A percent, comma: colon",
};

const hostileNotes: readonly Note[] = Object.values(hostile).map((text, id) => ({ id, text }));
const all = hostileNotes.map((_, index) => index);
const hostileText = Object.values(hostile).join(" ");

const hostileTrace = traceOf([
  on(0, build),
  on(1, build),
  { ...on(0, write(...all.slice(0, 4))), invalid: [{ id: -1, text: hostile["colours"] }] },
  { ...threw(on(1, write(...all.slice(4))), hostileText), fault: { kind: "hang", after: 1 } },
  on(1, close),
  { ...on(0, close), end: null, outcome: { kind: "unsettled" } },
], {
  events: hostileNotes,
  contents: [0, { event: 1, value: note(1, hostile["closing"]!) }, {
    value: note(9, hostile["markdown"]!),
  }],
});

const hostileReport = reportOn(hostileText, [
  ...green("write.stored"),
  violated(
    "write.stored",
    `1"'<&>\`|%`,
    found(`event 2, written to worker 0, is not stored: ${hostileText}`, hostileTrace, {
      calls: [2, 3],
      anyOther: [0],
    }),
  ),
  violated("close.rejects-later-writes", "5", found("a write after close is stored", twice)),
  verdictOn("write.durable", { outcome: "inapplicable", reason: hostileText }),
  verdictOn("close.idempotent", { outcome: "exempt", reason: hostile["markdown"]! }),
], {
  conforms: false,
  notes: [hostileText],
  warnings: [hostileText],
  stopped: hostile["commands"]!,
  situations: { [hostile["closing"]!]: 1 },
  never: [hostile["turning"]!],
});

/** The reports, each by its name, and what was said of subjects that have none. */
export const gallery: Readonly<Record<string, Report | Unchecked>> = {
  passing,
  violation,
  overlap,
  restart,
  fault,
  "large-batch": largeBatch,
  flaky,
  "no-verdict": {
    subject: tooFew.subject,
    message: new NoVerdictError(tooFew, ["write.stored", "write.once", "write.accepts"]).message,
  },
  hostile: hostileReport,
  "hostile-unchecked": { subject: hostileText, message: hostileText },
};

/** The gallery without what has no report. */
export const reports: Readonly<Record<string, Report>> = Object.fromEntries(
  Object.entries(gallery).filter((entry): entry is [string, Report] => "verdicts" in entry[1]),
);

/** One of the gallery as a whole document of a format. */
export function written(
  shown: Report | Unchecked,
  format: Format,
  options: RenderOptions = {},
): string {
  const part = "verdicts" in shown
    ? format.report(shown, options)
    : format.unchecked(shown, options);
  return format.whole([part], options);
}
