import { setImmediate } from "node:timers";

/** The time as a run sees it, in milliseconds. A test passes one of its own. */
export interface Clock {
  /** A time that never goes back; only differences mean anything. */
  now(): number;
  /** Calls back once after a delay; what it returns calls it off. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back again and again; what it returns calls it off. */
  every(ms: number, callback: () => void): () => void;
  /** Gives way to timers, signals and I/O once. */
  turn(): Promise<void>;
}

/** The longest delay a timer takes; a longer one would fire at once. */
const longest = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, Math.min(ms, longest));
    return () => clearTimeout(timer);
  },
  every: (ms, callback) => {
    const timer = setInterval(callback, Math.min(ms, longest));
    return () => clearInterval(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};
