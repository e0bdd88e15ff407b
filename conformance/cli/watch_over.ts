import type { Clock } from "../../src/bridge/clock.ts";
import type { CodeWhereabouts, Whereabout } from "./whereabouts.ts";

/** Milliseconds between two looks. */
const interval = 50;

/** How a worker is watched. */
export interface WatchLimits {
  /** Milliseconds without a sign of life that each place is given. */
  limitOf(place: Whereabout | undefined): number;
  /** It gave none for so many. */
  expire(ms: number): void;
}

/** Watches over a thread until it is called off: it must turn its loop, and go on within it. */
export function watchOver(
  whereabouts: CodeWhereabouts,
  clock: Clock,
  { limitOf, expire }: WatchLimits,
): () => void {
  let { beats, steps } = whereabouts;
  let [beaten, stepped] = [clock.now(), clock.now()];
  return clock.every(interval, () => {
    const now = clock.now();
    const limit = limitOf(whereabouts.place);
    // Until it beats for the first time the thread loads the kit: nothing of the author's runs yet.
    if (whereabouts.beats === 0 && whereabouts.steps === 0) beaten = stepped = now;
    if (whereabouts.steps !== steps) {
      steps = whereabouts.steps;
      beaten = stepped = now;
    }
    if (whereabouts.beats !== beats) {
      beats = whereabouts.beats;
      beaten = now;
    }
    // Where the loop turns the check has limits of its own, unless the author's code has taken its timers away.
    const stuck = whereabouts.place !== undefined && now - stepped > 2 * limit + slack;
    if (now - beaten > limit || stuck) expire(limit);
  });
}

/** What a limit of the check's own may come late. */
const slack = 2000;
