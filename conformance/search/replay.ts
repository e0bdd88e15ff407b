import * as fc from "fast-check";
import { describeThrown, thrownText } from "../describe.ts";
import type { Context, PoolContext } from "../execute/context.ts";
import { eventsOf, type History } from "../history/history.ts";
import { unattributed } from "../judge/evidence.ts";
import type { Settings } from "../options.ts";
import { eventAt, eventTries } from "../subject/event_source.ts";
import { withSimpler } from "../subject/others.ts";
import { readPath } from "../subject/simpler_path.ts";
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
  context: PoolContext<E>,
  histories: HistoryParameters,
  settings: Settings,
  path: string,
  results: Results,
  deadline: Deadline,
): Promise<Searched> {
  const { runs, regressions, progress } = settings;
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
  const its = contextAt(context, settings, path);
  if (isRegressionPath(path)) return await attempt(its, regressionAt(regressions, path).history);
  if (path.startsWith("event:")) return await attempt(its, oneEvent);
  const { history: way, simpler } = readPath(path);
  const history = historyAt(histories, way, Math.max(runs, farthest));
  const stray = simpler.find(({ place }) => !eventsOf(history).includes(place));
  if (stray) throw leadsNowhere(path, `its history does not write the event at ${stray.place}`);
  return await attempt(its, history);
}

/**
 * The context in which the history of a path writes the events that the path stands for.
 *
 * @throws {RangeError} when the path leads nowhere.
 */
export function contextAt<E>(
  context: PoolContext<E>,
  { seed, regressions }: Settings,
  path: string,
): Context<E> {
  const { subject, pool } = context;
  if (isRegressionPath(path)) {
    return regressionContext(context, regressionAt(regressions, path));
  }
  if (path.startsWith("event:")) {
    const steps = path.slice("event:".length);
    requireReach(path, steps, eventTries);
    const drawn = () => at(path, () => eventAt(subject.events, seed, steps));
    return { ...context, pool: { events: [drawn()], fresh: drawn } };
  }
  const { simpler } = readPath(path);
  if (simpler.length === 0) return context;
  const supply = at(path, () => {
    const found = withSimpler(subject, pool, simpler);
    return found && [found];
  });
  return { ...context, pool: supply };
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
