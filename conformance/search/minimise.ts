import * as fc from "fast-check";
import type { Context } from "../execute/context.ts";
import type { History } from "../history/history.ts";
import { unattributed } from "../judge/evidence.ts";
import type { Rule } from "../rule.ts";
import type { Deadline } from "./deadline.ts";
import type { HistoryParameters } from "./history_parameters.ts";
import { writesLate } from "./late_writes.ts";
import { leakOf } from "./leaks.ts";
import { isRegressionPath } from "./regressions.ts";
import type { Times, Violation } from "./results.ts";
import { hasUnsettled, traceOf, waitsLong, watchedTraceOf } from "./run_history.ts";

/** Rules whose evidence comes up only a while after the last call. */
export const lateRules: ReadonlySet<Rule["id"]> = new Set([
  "close.quiescent",
  "calls.no-stray-errors",
]);

/** How a history violates a rule by itself, whatever causes it; `undefined` when it does not. */
export async function violationOf<E>(
  context: Context<E>,
  rule: Rule,
  history: History,
): Promise<Omit<Violation, "path"> | undefined> {
  const leaked = rule.ambient ? await leakOf(context, history) : undefined;
  const { growth, ...rest } = context;
  // What is open after close may be so because it is still being written.
  const watches = growth && (rule.id === "close.quiescent" || rule.ambient);
  const watched = watches || lateRules.has(rule.id)
    ? await watchedTraceOf(watches ? context : rest, history)
    : await traceOf(rest, history);
  if (rule.ambient && !leaked && watched.undisposed === undefined) return undefined;
  const trace = leaked ? { ...watched, leaked } : watched;
  const [finding] = rule.judge(unattributed(trace)) ?? [];
  return finding && { ...finding, history, trace };
}

/** How often a history runs that does not violate a rule every time. */
const many = 20;

/** How often a history violates a rule when it does not do so every time; `undefined` when it does. */
export async function timesOf<E>(
  context: Context<E>,
  rule: Rule,
  { history, trace }: Violation,
): Promise<Times | undefined> {
  if (hasUnsettled(trace) || waitsLong(trace)) return undefined;
  if (await violationOf(context, rule, history)) return undefined;
  let shown = 1;
  for (let run = 2; run < many; run++) if (await violationOf(context, rule, history)) shown++;
  return { shown, runs: many };
}

/**
 * Searches the smallest history that violates one rule, whatever it does to others, beginning with one that
 * does. What is found by the deadline counts.
 */
export async function smallest<E>(
  context: Context<E>,
  { arbitrary, parameters }: HistoryParameters,
  rule: Rule,
  found: Violation,
  deadline: Deadline,
): Promise<Violation> {
  // Waiting for a call that never settles takes the whole call limit each time.
  if (
    found.smallest || hasUnsettled(found.trace) || waitsLong(found.trace) ||
    isRegressionPath(found.path)
  ) return found;
  let best: Omit<Violation, "path"> = found;
  let failure: unknown;
  // What is open all the same needs no grace to be found so again.
  const hasty = { ...context, grace: 0 };
  const property = fc.asyncProperty(arbitrary, async (history) => {
    if (failure !== undefined || deadline.passed) return;
    try {
      const violation = await violationOf(rule.ambient ? hasty : context, rule, history);
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
  if (rule.ambient && !await violationOf(context, rule, best.history)) return found;
  // A neighbour's file may have looked like one of the sink's for once.
  const isNew = best !== found && best.trace.stillWritten;
  if (isNew && !await writesLate(context, best.history)) return found;
  return { ...best, path: counterexamplePath ?? found.path };
}
