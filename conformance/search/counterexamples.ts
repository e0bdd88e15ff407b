import type { Context } from "../execute/context.ts";
import type { Settings } from "../options.ts";
import type { Rule } from "../rule.ts";
import { FixtureError } from "../subject/fixture_error.ts";
import { type Deadline, deadlineIn } from "./deadline.ts";
import type { HistoryParameters } from "./history_parameters.ts";
import { smallest, timesOf, violationOf } from "./minimise.ts";
import type { Results, Violation } from "./results.ts";
import { smallestEvent } from "./smallest_event.ts";

/** The smallest violation of each violated rule; a replayed one is taken as it is. */
export async function counterexamples<E>(
  context: Context<E>,
  histories: HistoryParameters,
  { seed, path, progress, signal }: Settings,
  results: Results,
  deadline: Deadline,
): Promise<Map<Rule, Violation>> {
  const found = new Map<Rule, Violation>();
  if (results.violates("close.quiescent")) results.acquitChances();
  const { violated } = results;
  let undisposed: string | undefined;
  for (const [index, rule] of violated.entries()) {
    const first = results.violation(rule)!;
    if (rule.ambient && !await violationOf(context, rule, first.history)) {
      results.acquit(rule);
      if (first.trace.undisposed !== undefined) undisposed = first.trace.undisposed;
      continue;
    }
    if (path !== undefined) {
      found.set(rule, first);
      continue;
    }
    progress({ phase: "shrink", rule: rule.id });
    // What is left of the time is shared out evenly; the last rule must not find none.
    const share = deadlineIn(
      Math.max(0, deadline.left) / (violated.length - index),
      context.clock,
      signal,
    );
    const times = first.times ?? (first.smallest ? undefined : await timesOf(context, rule, first));
    if (times) {
      found.set(rule, { ...first, times });
      continue;
    }
    const event = await smallestEvent(context, seed, rule, share);
    found.set(rule, event ?? await smallest(context, histories, rule, first, share));
  }
  // What is held against the sink may well be why: the fixture is at fault where nothing is.
  if (undisposed !== undefined && found.size === 0) throw undisposedOnce(undisposed);
  return found;
}

/** What failed once, and not again after the same calls, is no finding: it comes of the fixture. */
function undisposedOnce(undisposed: string): FixtureError {
  const problem = `must work every time: in 1 of 2 runs of the same history ${undisposed}`;
  return new FixtureError("dispose", problem);
}
