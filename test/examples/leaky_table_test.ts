import {
  checkConformance,
  type Counterexample,
  type History,
  type HistoryStep,
  type Regression,
  type RuleId,
} from "@watertight/sinks/conformance";
import { regressionOf } from "../../conformance/regressions/regression.ts";
import { subject } from "../../examples/leaky_table/subject.ts";
import { assert, assertEquals } from "../assert.ts";

// Time to spare: a smallest history must not depend on how busy the machine is.
const report = await checkConformance(subject, { seed: 1, timeLimit: 120_000 });

/** The bugs of the sink, and the calls of the smallest history that shows each. */
const bugs: Readonly<Partial<Record<RuleId, readonly string[]>>> = {
  "write.stored": ["build 0", "write 8 to 0", "close 0"],
  "workers.isolated-close": ["build 0", "build 1", "write 1 to 1", "close 0", "close 1"],
  "close.idempotent": ["build 0", "close 0", "close 0"],
};

function counterexampleOf(rule: RuleId): Counterexample {
  const found = report.verdicts.find((verdict) => verdict.rule === rule);
  assertEquals(found?.outcome, "violated", rule);
  return found!.counterexample!;
}

/** Whether a history violates a rule; it is run as a saved one, so that any history will do. */
async function violates(rule: RuleId, history: History, events: Regression["events"]) {
  const { conforms } = await checkConformance(subject, {
    seed: 1,
    path: "regression:0",
    rules: [rule],
    regressions: [{ rule, because: "", history, events }],
  });
  return !conforms;
}

/** The history with one step, one event or one worker less, in every way. */
function* oneLess(history: History): Iterable<History> {
  const { steps, workers } = history;
  for (let index = 0; index < steps.length; index++) {
    yield { ...history, steps: steps.toSpliced(index, 1) };
    const step: HistoryStep = steps[index]!;
    if (step.do !== "write" || step.events.length < 2) continue;
    yield { ...history, steps: steps.with(index, { ...step, events: step.events.slice(1) }) };
  }
  if (workers > 1) yield { ...history, workers: workers - 1 };
}

Deno.test("LeakyTable is named by its three bugs, and by nothing that follows from them", () => {
  const violated = report.verdicts.filter(({ outcome }) => outcome === "violated");
  assertEquals(violated.map(({ rule }) => rule).sort(), Object.keys(bugs).sort());
});

for (const [name, calls] of Object.entries(bugs)) {
  const rule = name as RuleId;

  Deno.test(`LeakyTable violates ${rule}, shown by its smallest history`, () => {
    const { trace } = counterexampleOf(rule);
    const made = trace.calls.map(({ call, events, worker }) =>
      call === "write" ? `write ${events?.length} to ${worker}` : `${call} ${worker}`
    );
    assertEquals(made, calls);
  });

  Deno.test(`LeakyTable violates ${rule} no more when anything is taken from the history`, async () => {
    const { history, events } = regressionOf(rule, counterexampleOf(rule));
    assert(await violates(rule, history, events), "the history itself");
    for (const smaller of oneLess(history)) {
      assert(!await violates(rule, smaller, events), JSON.stringify(smaller));
    }
  });

  Deno.test(`LeakyTable violates ${rule} again when the replay line is pasted`, async () => {
    const { replay, trace } = counterexampleOf(rule);
    const again = await checkConformance(subject, replay);
    assertEquals(again.histories, 1);
    assertEquals(again.verdicts.map((verdict) => verdict.rule), [rule]);
    assertEquals(again.verdicts[0]!.counterexample?.trace.calls, trace.calls);
  });
}
