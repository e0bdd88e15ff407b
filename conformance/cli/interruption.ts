import process from "node:process";
import type { Clock } from "../../src/bridge/clock.ts";

/** What Ctrl-C asks for while a command runs. */
export interface Interruption {
  /** Aborted by the first one: what runs should end, with what is known. */
  readonly signal: AbortSignal;
  /** Settles by the second one, or when what runs did not end in time: nothing is waited for any more. */
  readonly atOnce: Promise<void>;
  /** From now on Ctrl-C ends the process again. */
  release(): void;
}

/**
 * Listens for Ctrl-C.
 *
 * @param patience milliseconds that what runs has to end.
 * @param told is called once, by the first.
 */
export function catchInterruption(clock: Clock, patience: number, told: () => void): Interruption {
  const controller = new AbortController();
  const { promise: atOnce, resolve } = Promise.withResolvers<void>();
  let callOff = () => {};
  const interrupt = () => {
    if (controller.signal.aborted) return resolve();
    callOff = clock.after(patience, resolve);
    controller.abort();
    told();
  };
  process.on("SIGINT", interrupt);
  return {
    signal: controller.signal,
    atOnce,
    release() {
      callOff();
      process.off("SIGINT", interrupt);
    },
  };
}
