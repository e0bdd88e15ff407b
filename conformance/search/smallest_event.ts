import * as fc from "fast-check";
import type { Context } from "../execute/context.ts";
import type { History } from "../history/history.ts";
import { evidenceOf } from "../judge/evidence.ts";
import type { Rule } from "../rule.ts";
import { drawnTwice, eventTries } from "../subject/event_source.ts";
import type { Deadline } from "./deadline.ts";
import type { Violation } from "./results.ts";
import { traceOf } from "./run_history.ts";

/** The history that shows what one event becomes. */
export const oneEvent: History = {
  workers: 1,
  steps: [{ do: "write", worker: 0, events: [0] }],
};

/**
 * For `write.faithful`, the smallest event that the sink alters, alone in a history: it is the value that is
 * shrunk, not the calls. `undefined` for other rules, and when no event alone shows it.
 */
export async function smallestEvent<E>(
  context: Context<E>,
  seed: number,
  rule: Rule,
  deadline: Deadline,
): Promise<Violation | undefined> {
  if (rule.id !== "write.faithful") return undefined;
  let best: Omit<Violation, "path"> | undefined;
  const events = drawnTwice(context.subject.events);
  const property = fc.asyncProperty(events, async ([event, twin]) => {
    if (deadline.passed) return;
    const pool = { events: [event], fresh: () => twin };
    const trace = await traceOf({ ...context, pool }, oneEvent);
    const { causes, ...evidence } = evidenceOf(trace);
    const [finding] = rule.judge({ ...evidence, causes }) ?? [];
    if (!finding) return;
    best = { ...finding, history: oneEvent, trace, causes };
    throw new Error(finding.message);
  });
  const { counterexamplePath } = await fc.check(property, {
    seed,
    numRuns: eventTries,
    // Large events are not drawn on when the time is up.
    interruptAfterTimeLimit: Math.max(0, Math.min(deadline.left, 86_400_000)),
  });
  return best && counterexamplePath ? { ...best, path: `event:${counterexamplePath}` } : undefined;
}
