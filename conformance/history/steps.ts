import type { GivenForm, History, HistoryStep, WriteStep } from "./history.ts";
import { places } from "./shape.ts";

/** The steps that systematic histories are made of. */

/** So many events; which ones is settled once all histories are there. */
export const write = (
  worker: number,
  events = 1,
  rest: Partial<WriteStep> = {},
): HistoryStep => ({
  do: "write",
  worker,
  events: places(0, events),
  ...rest,
});
/** Closes a partition. */
export const close = (worker: number): HistoryStep => ({ do: "close", worker });
/** Builds a worker. */
export const build = (worker: number): HistoryStep => ({ do: "build", worker });
/** The step on the second partition of its worker index. */
export const onTwin = (step: HistoryStep): HistoryStep => ({ ...step, twin: true }) as HistoryStep;
/** Begins the next run. */
export const restart = (workers: number): HistoryStep => ({ do: "restart", workers });
/** Lets some milliseconds pass. */
export const pause = (ms: number): HistoryStep => ({ do: "pause", ms });

/** On one worker. */
export function alone(steps: readonly HistoryStep[], given?: GivenForm): History {
  return { workers: 1, ...(given && { given }), steps };
}

/** On two workers. */
export function pair(steps: readonly HistoryStep[], given?: GivenForm): History {
  return { ...alone(steps, given), workers: 2 };
}
