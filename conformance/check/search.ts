import * as fc from "fast-check";
import type { Stage } from "../execute/stage.ts";
import { HistoryArbitrary } from "../generate/history_arbitrary.ts";
import type { Shape } from "../generate/shape.ts";
import { systematicHistories } from "../generate/systematic.ts";
import type { History } from "../history.ts";
import type { Settings } from "../options.ts";
import type { Deadline } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { Sweep } from "./sweep.ts";

/** What a search came to. */
export interface Searched {
  /** How many histories were executed. */
  readonly histories: number;
  /** What the sink does better than it claims, one sentence each. */
  readonly notes: readonly string[];
  /** Why it ended early, if it did. */
  readonly stopped?: string;
}

/** What fast-check is given for the histories of a check: the same for the search and every replay. */
export function historyParameters(
  shape: Shape,
  seed: number,
): { arbitrary: fc.Arbitrary<History>; parameters: { seed: number; examples: [History][] } } {
  return {
    arbitrary: new HistoryArbitrary(shape),
    parameters: { seed, examples: systematicHistories(shape).map((history) => [history]) },
  };
}

/** Runs the saved, the systematic and the random histories, and lets every rule judge each of them. */
export async function search<E>(
  stage: Stage<E>,
  shape: Shape,
  settings: Settings,
  ledger: Ledger,
  deadline: Deadline,
): Promise<Searched> {
  const { arbitrary, parameters } = historyParameters(shape, settings.seed);
  const systematic = parameters.examples.length;
  const sweep = new Sweep(stage, ledger, systematic, settings.progress);
  const property = fc.asyncProperty(arbitrary, async (history) => {
    if (deadline.passed) sweep.stop(`the time limit of ${settings.timeLimit} ms`);
    await sweep.visit(history);
  });
  try {
    for (const [index, regression] of settings.regressions.entries()) {
      await sweep.revisit(regression, index);
    }
    const numRuns = systematic + settings.runs;
    const { failed, errorInstance } = await fc.check(property, { ...parameters, numRuns });
    if (failed) throw errorInstance; // A fixture at fault: a violated rule is no failure of this property.
    const notes = await sweep.end();
    const { histories, stopped } = sweep;
    return { histories, notes, ...(stopped !== undefined && { stopped }) };
  } finally {
    await sweep.abandon();
  }
}
