import * as fc from "fast-check";
import type { Stage } from "../execute/stage.ts";
import type { History } from "../history.ts";
import type { Rule } from "../rule.ts";
import type { Deadline } from "./clock.ts";
import type { Violation } from "./ledger.ts";
import { violationOf } from "./shrink.ts";

/** The history that shows what one event becomes. */
export const oneEvent: History = {
  workers: 1,
  first: 0,
  steps: [{ do: "write", worker: 0, events: 1 }],
};

/** How many single events are tried for one that the sink alters. */
export const eventTries = 1000;

/**
 * For `write.faithful`, the smallest event that the sink alters, alone in a history: it is the value that is
 * shrunk, not the calls. `undefined` for other rules, and when no event alone shows it.
 */
export async function smallestEvent<E>(
  stage: Stage<E>,
  seed: number,
  rule: Rule,
  deadline: Deadline,
): Promise<Violation | undefined> {
  if (rule.id !== "write.faithful") return undefined;
  let best: Omit<Violation, "path"> | undefined;
  const property = fc.asyncProperty(stage.subject.events, async (event) => {
    if (deadline.passed) return;
    const violation = await violationOf({ ...stage, pool: [event] }, rule, oneEvent);
    if (!violation) return;
    best = violation;
    throw new Error(violation.message);
  });
  const { counterexamplePath } = await fc.check(property, { seed, numRuns: eventTries });
  return best && counterexamplePath ? { ...best, path: `event:${counterexamplePath}` } : undefined;
}

/** The event at a path of {@linkcode smallestEvent}, alone in a list; `undefined` when it leads nowhere. */
export function eventAt<E>(events: fc.Arbitrary<E>, seed: number, path: string): [E] | undefined {
  return fc.sample(fc.tuple(events), { seed, path, numRuns: 1 })[0];
}
