import type { Counterexample, Report, RuleId, Verdict } from "@watertight/sinks/conformance";
import { build, close, on, threw, traceOf, write } from "../judge/traces.ts";

/** A report with nothing in it. */
export const bare: Report = {
  subject: "rows",
  conforms: true,
  seed: 7,
  histories: 1,
  elapsedMs: 12.4,
  verdicts: [],
  staleExemptions: [],
  notes: [],
};

/** A verdict on a rule. */
export function verdict(rule: RuleId, rest: Partial<Verdict> = {}): Verdict {
  return { rule, level: "MUST", outcome: "satisfied", histories: 20, ...rest };
}

const overlapping = traceOf([
  { ...on(0, build), start: 0, end: 1 },
  { ...on(1, build), start: 2, end: 3 },
  { ...on(0, write(0, 1, 2, 3)), start: 4, end: 6, afterwards: "array-reused" },
  {
    ...threw(on(1, write(4)), "a < b"),
    start: 5,
    end: 7,
    fault: { kind: "reject" },
  },
  { ...on(1, close), start: 8, end: 9 },
  { ...on(0, close), start: 10, end: null, outcome: { kind: "unsettled" } },
], {
  contents: [0, { event: 1, value: "Event 1" }, { value: "footer" }],
  lateContents: [],
  given: { frozenConfig: true },
});

/** What a violated rule shows. */
export const counterexample: Counterexample = {
  message: "event 2, written to worker 0, is not stored",
  history: { workers: 2, steps: [] },
  trace: overlapping,
  contents: overlapping.contents!,
  replay: { seed: 7, path: "3:1", rules: ["write.stored"] },
};

/** A report with something of everything. */
export const full: Report = {
  subject: "<rows>",
  conforms: false,
  seed: 7,
  histories: 478,
  elapsedMs: 120.6,
  verdicts: [
    verdict("write.stored", { outcome: "violated", counterexample }),
    verdict("write.once"),
    verdict("write.events-copied", { level: "SHOULD", outcome: "inapplicable", reason: "needs x" }),
    verdict("fault.surfaces", { outcome: "inapplicable", reason: "needs x" }),
    verdict("bridge.awaited", { outcome: "inconclusive", reason: "no call uses the bridge" }),
    verdict("close.idempotent", { outcome: "exempt", reason: "ticket 12" }),
  ],
  staleExemptions: ["write.once"],
  notes: ["order is kept"],
  stopped: "the time limit of 100 ms",
};
