import { eventAt } from "../subject/event_source.ts";
import type { Subject } from "../subject.ts";
import { simplerAt } from "../subject/others.ts";
import { drawPool, type Pool, type Supply } from "../subject/pool.ts";
import { copyPlainData } from "../values/copy.ts";
import { type Regression, type SavedEvent, textOfEvent } from "./regression.ts";

/**
 * The events of a regression, by value or drawn again.
 *
 * @throws {RangeError} when the subject does not draw one of them any more.
 */
export function readSavedEvents<E>(
  subject: Subject<E>,
  { rule, events }: Regression,
): Supply<E> {
  const pools = new Map<number, Pool<E>>();
  const made = events.map((saved, index) => {
    const make = makerOf(subject, saved, pools);
    const event = make();
    if ("value" in saved || event !== undefined && textOfEvent(event[0]) === saved.text) {
      return make as () => [E];
    }
    const now = event === undefined ? "nothing" : textOfEvent(event[0]);
    throw new RangeError(
      `Cannot run the regression of ${rule} as event ${index} must be drawn as it was, ${saved.text}: ` +
        `${now} is drawn now; delete its file when events have changed`,
    );
  });
  return { events: made.map((make) => make()[0]), fresh: (place) => made[place]!()[0] };
}

/** Makes an event, alone in a list, as often as it is needed; `undefined` when its path leads nowhere. */
function makerOf<E>(
  subject: Subject<E>,
  saved: SavedEvent,
  pools: Map<number, Pool<E>>,
): () => [E] | undefined {
  if ("value" in saved) return () => [copyPlainData(saved.value as E)];
  const { seed, path } = saved;
  if (path.startsWith("event:")) {
    return () => eventAt(subject.events, seed, path.slice("event:".length));
  }
  const pool = pools.get(seed) ?? drawPool(subject, seed);
  pools.set(seed, pool);
  const [place = NaN, ...steps] = path.split(":").map(Number);
  if (steps.length > 0) {
    const other = simplerAt(subject, pool, place, steps);
    return () => other && [other.fresh()];
  }
  return () => place < pool.events.length ? [pool.fresh(place)] : undefined;
}
