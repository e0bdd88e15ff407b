import type { Clock } from "../../src/bridge/clock.ts";

/** A moment by which a stage of the check must end. */
export interface Deadline {
  /** Milliseconds left; negative when it has passed. */
  readonly left: number;
  readonly passed: boolean;
}

/** A deadline so many milliseconds from now, or once a signal is aborted. */
export function deadlineIn(milliseconds: number, clock: Clock, signal?: AbortSignal): Deadline {
  const end = clock.now() + milliseconds;
  return {
    get left() {
      return signal?.aborted ? 0 : end - clock.now();
    },
    get passed() {
      return signal?.aborted === true || clock.now() >= end;
    },
  };
}
