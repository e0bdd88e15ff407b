import * as fc from "fast-check";
import { describeThrown, thrownText } from "../describe.ts";
import type { Stage } from "../execute/stage.ts";
import type { Shape } from "../generate/shape.ts";
import type { History } from "../history.ts";
import type { Settings } from "../options.ts";
import { eventAt, oneEvent } from "./event.ts";
import type { Ledger } from "./ledger.ts";
import { investigate, watchedTraceOf } from "./investigate.ts";
import { isRegression, regressionAt, regressionStage } from "./regressions.ts";
import { historyParameters, type Searched } from "./search.ts";

/** Real I/O cannot be steered: a history is tried so often before it counts as clean. */
const tries = 20;

/**
 * Runs the one history that a seed and a path stand for.
 *
 * @throws {RangeError} when the path leads nowhere: it belongs to another subject, seed or version.
 */
export async function replay<E>(
  stage: Stage<E>,
  shape: Shape,
  { seed, regressions, progress }: Settings,
  path: string,
  ledger: Ledger,
): Promise<Searched> {
  progress(path);
  if (isRegression(path)) {
    const regression = regressionAt(regressions, path);
    return await attempt(regressionStage(stage, regression), regression.history, path, ledger);
  }
  const single = path.startsWith("event:");
  const history = single ? oneEvent : historyAt(shape, seed, path);
  const setting = single
    ? { ...stage, pool: [at(path, () => eventAt(stage.subject.events, seed, path.slice(6)))] }
    : stage;
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

function historyAt(shape: Shape, seed: number, path: string): History {
  const { arbitrary, parameters } = historyParameters(shape, seed);
  return at(path, () => fc.sample(fc.tuple(arbitrary), { ...parameters, path, numRuns: 1 })[0]![0]);
}

function at<T>(path: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw new RangeError(
      `Cannot replay as path must lead to a history of this subject and seed: ${
        JSON.stringify(path)
      } does not ` +
        `(${thrownText(describeThrown(error))})`,
    );
  }
}
