import * as fc from "fast-check";
import { describeThrown, thrownText } from "../describe.ts";
import type { Stage } from "../execute/stage.ts";
import type { Shape } from "../generate/shape.ts";
import type { History } from "../history.ts";
import type { Settings } from "../options.ts";
import { eventAt, eventTries, oneEvent } from "./event.ts";
import type { Ledger } from "./ledger.ts";
import { investigate, watchedTraceOf } from "./investigate.ts";
import { isRegression, regressionAt, regressionStage } from "./regressions.ts";
import { historyParameters, type Searched } from "./search.ts";

/** Real I/O cannot be steered: a history is tried so often before it counts as clean. */
const tries = 20;

/** Random histories a path may lead past, unless the runs are more: drawing them takes about a second. */
const farthest = 1_000_000;

/**
 * Runs the one history that a seed and a path stand for.
 *
 * @throws {RangeError} when the path leads nowhere: it belongs to another subject, seed or version.
 */
export async function replay<E>(
  stage: Stage<E>,
  shape: Shape,
  { seed, runs, regressions, progress }: Settings,
  path: string,
  ledger: Ledger,
): Promise<Searched> {
  progress(path);
  if (isRegression(path)) {
    const regression = regressionAt(regressions, path);
    return await attempt(regressionStage(stage, regression), regression.history, path, ledger);
  }
  const single = path.startsWith("event:");
  const history = single ? oneEvent : historyAt(shape, seed, path, Math.max(runs, farthest));
  const setting = single ? { ...stage, pool: [eventOn(stage, seed, path)] } : stage;
  return await attempt(setting, history, path, ledger);
}

async function attempt<E>(
  stage: Stage<E>,
  history: History,
  path: string,
  ledger: Ledger,
): Promise<Searched> {
  for (let attempt = 0; attempt < tries && ledger.violated.length === 0; attempt++) {
    const trace = await watchedTraceOf(stage, history);
    for (const evidence of await investigate(stage, history, trace)) {
      ledger.judge(evidence, history, path);
    }
  }
  return { histories: 1, notes: [] };
}

function eventOn<E>({ subject }: Stage<E>, seed: number, path: string): E {
  const steps = path.slice("event:".length);
  requireReach(path, steps, eventTries);
  return at(path, () => eventAt(subject.events, seed, steps));
}

function historyAt(shape: Shape, seed: number, path: string, runs: number): History {
  const { arbitrary, parameters } = historyParameters(shape, seed);
  const values = parameters.examples.length + runs;
  requireReach(path, path, values, ", or the runs of its check be passed as well");
  return at(path, () => fc.sample(fc.tuple(arbitrary), { ...parameters, path, numRuns: 1 })[0]);
}

/** Every value before the one of a path is drawn: a path must begin where a check could have come. */
function requireReach(path: string, steps: string, values: number, unless = ""): void {
  if (Number.parseInt(steps) < values) return;
  throw leadsNowhere(path, `it must begin with a number below ${values}${unless}`);
}

function at<T>(path: string, find: () => [T] | undefined): T {
  let found: [T] | undefined;
  try {
    found = find();
  } catch (error) {
    throw leadsNowhere(path, thrownText(describeThrown(error)));
  }
  if (found) return found[0];
  throw leadsNowhere(path, "there are not so many simpler ones on its way");
}

function leadsNowhere(path: string, why: string): RangeError {
  return new RangeError(
    `Cannot replay as path must lead to a history of this subject and seed: ${
      JSON.stringify(path)
    } does not (${why})`,
  );
}
