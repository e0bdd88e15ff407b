import { setTimeout } from "node:timers";

/** Calls back once after so many milliseconds; what it returns calls it off. */
export type Timer = (ms: number, callback: () => void) => () => void;

/** The longest delay a timer takes; a longer one would fire at once. */
const longest = 2 ** 31 - 1;

/** The timer of the machine. It keeps no process alive: what is held back at the end is for the close to store. */
export const unreferenced: Timer = (ms, callback) => {
  const timer = setTimeout(callback, Math.min(ms, longest)).unref();
  return () => clearTimeout(timer);
};
