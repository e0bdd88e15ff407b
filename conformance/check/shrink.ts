import * as fc from "fast-check";
import type { Stage } from "../execute/stage.ts";
import type { Shape } from "../generate/shape.ts";
import type { History } from "../history.ts";
import type { Rule } from "../rule.ts";
import type { Deadline } from "./clock.ts";
import { hasUnsettled, investigate, traceOf, watchedTraceOf } from "./investigate.ts";
import type { Violation } from "./ledger.ts";
import { isRegression } from "./regressions.ts";
import { historyParameters } from "./search.ts";

/** Rules whose evidence comes up only a while after the last call. */
const lateRules: ReadonlySet<string> = new Set(["close.quiescent", "calls.no-stray-errors"]);

/** How a history violates one rule; `undefined` when it does not. */
export async function violationOf<E>(
  stage: Stage<E>,
  rule: Rule,
  history: History,
): Promise<Omit<Violation, "path"> | undefined> {
  if (rule.ambient && !await growsWithRepetition(stage, history)) return undefined;
  const trace = lateRules.has(rule.id)
    ? await watchedTraceOf(stage, history)
    : await traceOf(stage, history);
  for (const evidence of await investigate(stage, history, trace)) {
    const [finding] = rule.judge(evidence) ?? [];
    if (finding) return { message: finding.message, history, trace: evidence.trace };
  }
  return undefined;
}

/** How often, of so many times, twice a history must leave more open than once: other threads open files too. */
const [enough, repetitions] = [3, 6];

async function growsWithRepetition<E>(stage: Stage<E>, history: History): Promise<boolean> {
  const restart = { do: "restart", workers: history.workers } as const;
  const twice = { ...history, steps: [...history.steps, restart, ...history.steps] };
  let times = 0;
  for (let repetition = 0; repetition < repetitions && times < enough; repetition++) {
    const [once, more] = [await traceOf(stage, history), await traceOf(stage, twice)];
    const grown = Object.entries(more.leaked ?? {})
      .some(([kind, number]) => number > (once.leaked?.[kind] ?? 0) && once.leaked?.[kind]);
    if (grown) times++;
    // What never grows needs no further try.
    else if (times === 0 && repetition === 1) return false;
  }
  return times === enough;
}

/**
 * Searches the smallest history that violates one rule, whatever it does to others, beginning with one that
 * does. What is found by the deadline counts.
 */
export async function smallest<E>(
  stage: Stage<E>,
  shape: Shape,
  seed: number,
  rule: Rule,
  found: Violation,
  deadline: Deadline,
): Promise<Violation> {
  // Waiting for a call that never settles takes the whole call limit each time.
  if (hasUnsettled(found.trace) || isRegression(found.path)) return found;
  const { arbitrary, parameters } = historyParameters(shape, seed);
  let best: Omit<Violation, "path"> = found;
  let failure: unknown;
  const property = fc.asyncProperty(arbitrary, async (history) => {
    if (failure !== undefined || deadline.passed) return;
    try {
      const violation = await violationOf(stage, rule, history);
      if (!violation) return;
      best = violation;
    } catch (error) {
      failure = error; // A fixture at fault is not a counterexample: the search ends with it.
      return;
    }
    throw new Error(best.message);
  });
  const { counterexamplePath } = await fc.check(property, {
    ...parameters,
    path: found.path,
    numRuns: 1,
  });
  if (failure !== undefined) throw failure;
  return { ...best, path: counterexamplePath ?? found.path };
}
