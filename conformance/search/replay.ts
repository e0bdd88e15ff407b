import * as fc from "fast-check";
import { describeThrown, thrownText } from "../describe.ts";
import type { Context } from "../execute/context.ts";
import type { History } from "../history/history.ts";
import { unattributed } from "../judge/evidence.ts";
import type { Settings } from "../options.ts";
import { eventAt, eventTries } from "../subject/event_source.ts";
import type { Supply } from "../subject/pool.ts";
import { Attributor } from "./attribute.ts";
import type { Deadline } from "./deadline.ts";
import type { HistoryParameters } from "./history_parameters.ts";
import { isRegressionPath, regressionAt, regressionContext } from "./regressions.ts";
import { withOwnLateWrites } from "./late_writes.ts";
import type { Results } from "./results.ts";
import type { Searched } from "./search.ts";
import { oneEvent } from "./smallest_event.ts";
import { StrayErrorSearch } from "./stray_error_search.ts";

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
  context: Context<E>,
  histories: HistoryParameters,
  { seed, runs, regressions, progress }: Settings,
  path: string,
  results: Results,
  deadline: Deadline,
): Promise<Searched> {
  progress({ phase: "search", path, histories: 0, of: 1 });
  const attempt = async (its: Context<E>, history: History) => {
    const attributor = new Attributor({ ...its, counts: false }, histories, deadline);
    const strays = new StrayErrorSearch(its, results);
    for (let attempt = 0; attempt < tries && results.violated.length === 0; attempt++) {
      if (attempt > 0 && deadline.passed) break;
      const trace = await withOwnLateWrites(its, history, await strays.traceOf(history));
      results.judge(unattributed(trace), { history, path });
      for (const { evidence, ...found } of await attributor.attributeAsIs(history, path)) {
        results.judge(evidence, found);
      }
    }
    return { histories: 1, notes: [], warnings: await strays.end() };
  };
  if (isRegressionPath(path)) {
    const regression = regressionAt(regressions, path);
    return await attempt(regressionContext(context, regression), regression.history);
  }
  const single = path.startsWith("event:");
  return single
    ? await attempt({ ...context, pool: eventOn(context, seed, path) }, oneEvent)
    : await attempt(context, historyAt(histories, path, Math.max(runs, farthest)));
}

function eventOn<E>({ subject }: Context<E>, seed: number, path: string): Supply<E> {
  const steps = path.slice("event:".length);
  requireReach(path, steps, eventTries);
  const drawn = () => at(path, () => eventAt(subject.events, seed, steps));
  return { events: [drawn()], fresh: drawn };
}

function historyAt(
  { arbitrary, parameters }: HistoryParameters,
  path: string,
  runs: number,
): History {
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
