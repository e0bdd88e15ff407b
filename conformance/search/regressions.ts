import type { Context } from "../execute/context.ts";
import type { Regression } from "../regressions/regression.ts";
import { readSavedEvents } from "../regressions/saved_events.ts";

const prefix = "regression:";

/** The path of a regression: its place among those of the options. */
export function regressionPath(index: number): string {
  return `${prefix}${index}`;
}

/** Whether a path is that of a regression. */
export function isRegressionPath(path: string): boolean {
  return path.startsWith(prefix);
}

/** The regression at a path. @throws {RangeError} when there is none. */
export function regressionAt(regressions: readonly Regression[], path: string): Regression {
  const regression = regressions[Number(path.slice(prefix.length))];
  if (regression) return regression;
  throw new RangeError(
    `Cannot replay as path must be that of a regression in the options: ${
      JSON.stringify(path)
    } is none of ` +
      `${regressions.length}`,
  );
}

/**
 * The context in which a regression writes its own events; those of the check come after, for the controls.
 *
 * @throws {RangeError} when the subject does not draw one of them any more.
 */
export function regressionContext<E>(context: Context<E>, regression: Regression): Context<E> {
  const { pool, subject } = context;
  const own = readSavedEvents(subject, regression);
  const { length } = own.events;
  const fresh = (place: number) => place < length ? own.fresh(place) : pool.fresh(place - length);
  return { ...context, pool: { events: [...own.events, ...pool.events], fresh } };
}
