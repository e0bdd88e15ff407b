import * as fc from "fast-check";
import type { ThrownValue } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import { describeValue } from "../describe.ts";
import type { Settings } from "../options.ts";
import { Attributor } from "./attribute.ts";
import type { Deadline } from "./deadline.ts";
import type { HistoryParameters } from "./history_parameters.ts";
import type { Results } from "./results.ts";
import { HistoryRunner } from "./runner.ts";

/** What a search came to. */
export interface Searched {
  /** How many histories were executed. */
  readonly histories: number;
  /** What the sink does better than it claims, one sentence each. */
  readonly notes: readonly string[];
  /** What could not be done, one sentence each. */
  readonly warnings: readonly string[];
  /** In how many histories each situation was met; absent in a replay. */
  readonly situations?: Readonly<Record<string, number>>;
  /** What the subject says at least one history must bring about, and none did; absent where not all were run. */
  readonly never?: readonly string[];
  /** Why it ended early, if it did. */
  readonly stopped?: string;
}

/**
 * Runs the saved, the systematic and the random histories, and lets every rule judge each of them.
 *
 * @param early what the calls of the preflight leave behind, as it comes: a write and a close, as in the history of path 1.
 */
export async function search<E>(
  context: Context<E>,
  histories: HistoryParameters,
  settings: Settings,
  results: Results,
  deadline: Deadline,
  early: readonly ThrownValue[] = [],
): Promise<Searched> {
  const { arbitrary, parameters } = histories;
  const systematic = parameters.examples.length;
  // What is left open is counted where it is judged, and not in every run that tells a cause.
  const attributorOf = (its: Context<E>) =>
    new Attributor({ ...its, counts: false }, histories, deadline);
  const all = systematic + settings.runs;
  const runner = new HistoryRunner(
    context,
    results,
    attributorOf(context),
    systematic,
    (path, histories) => settings.progress({ phase: "search", path, histories, of: all }),
  );
  const { sometimes = [] } = context.subject;
  const before = sometimes.map(({ times }) => times);
  const begun = context.clock.now();
  let cost: readonly string[] = [];
  const property = fc.asyncProperty(arbitrary, async (history) => {
    if (deadline.passed) {
      const ender = settings.signal?.aborted
        ? "an interruption"
        : `the time limit of ${settings.timeLimit} ms`;
      runner.stop(`${ender}, after ${runner.histories} of ${all} histories`);
      cost = costOf(runner, all, context.clock.now() - begun, settings.timeLimit);
    }
    // Ends it all: else each of the histories that are left would still be drawn.
    if (runner.stopped !== undefined) throw new fc.PreconditionFailure(true);
    await runner.visit(history);
  });
  try {
    for (const [index, regression] of settings.regressions.entries()) {
      await runner.revisit(regression, index, attributorOf);
    }
    const { counterexample, errorInstance } = await fc.check(property, {
      ...parameters,
      numRuns: all,
    });
    // A fixture at fault: a violated rule is no failure of this property, nor is its early end.
    if (counterexample) throw errorInstance;
    const notes = await runner.end(early, parameters.examples[1]?.[0]);
    const missed = sometimes.filter(({ times }, index) => times === before[index])
      .map(({ label }) => label);
    return {
      histories: runner.histories,
      notes,
      situations: runner.met.counts,
      ...(runner.stopped === undefined
        ? { warnings: [...runner.warnings, ...cost], never: missed }
        : {
          warnings: [...runner.warnings, ...cost, ...missed.map(notYet)],
          stopped: runner.stopped,
        }),
    };
  } finally {
    await runner.abandon();
  }
}

/** What of a search that was ended early is no finding. */
function notYet(label: string): string {
  return `${describeValue(label)} did not happen in any history before the search was ended`;
}

/** What a history costs, and what would do for all of them: where a limit has cut a search, one sentence. */
function costOf(
  { histories, opening }: { readonly histories: number; readonly opening: number },
  all: number,
  elapsed: number,
  timeLimit: number,
): readonly string[] {
  if (histories === 0) return [];
  const [each, ofFixture] = [elapsed / histories, opening / histories];
  const enough = Math.ceil(timeLimit * all / histories / 1000) * 1000;
  const share = ofFixture > each / 2 ? "; fixtures that share a connection (pooled) cost less" : "";
  return [
    `A history took ${rounded(each)} ms, ${rounded(ofFixture)} of them to open its fixture: ` +
    `a timeLimit of about ${enough} would do for all ${all}${share}`,
  ];
}

function rounded(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed();
}
