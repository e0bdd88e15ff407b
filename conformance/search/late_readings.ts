import type { ThrownValue, Trace } from "../../src/protocol/mod.ts";
import type { Context, Executed } from "../execute/context.ts";
import { grown } from "../execute/open_resources.ts";
import { wait } from "../execute/waiting.ts";
import { usualIdleTime } from "./idle_times.ts";
import { disposedTrace } from "./run_history.ts";

/** A history whose fixture is kept open to be read once more. */
interface Watched {
  readonly executed: Executed;
  readonly done: WatchedListener;
}

/** Receives the trace of a watched history, and errors of which it is not known whose they are: of its group, or none. */
type WatchedListener = (trace: Trace, errors: readonly ThrownValue[]) => Promise<void>;

/** How many fixtures are kept open for one wait. */
const groupSize = 64;

/**
 * Finds late activity: fixtures of a group of histories stay open, are left alone once, and are all read
 * again. The wait decides nothing by itself: a sink that stores something later than it is found out.
 */
export class LateReadings<E> {
  readonly #context: Context<E>;
  readonly #idle: Readonly<Record<string, number>>;
  readonly #idleTime: number;
  #group: Watched[] = [];
  #asynchronous = false;

  /** @param idleTime milliseconds that a group is left alone. */
  constructor(context: Context<E>, idleTime: number = usualIdleTime) {
    this.#context = context;
    this.#idleTime = idleTime;
    this.#idle = context.census();
  }

  /** Keeps a fixture; `done` receives the trace with its late contents. */
  async watch(executed: Executed, done: WatchedListener): Promise<void> {
    this.#group.push({ executed, done });
    this.#asynchronous ||= executed.asynchronous;
    if (this.#group.length >= groupSize) await this.end();
  }

  /** Waits, reads every fixture of the group again and disposes it. */
  async end(): Promise<void> {
    const group = this.#group.splice(0);
    if (group.length === 0) return;
    try {
      await wait(this.#mayStir() ? this.#idleTime : 0, this.#context.clock);
      const errors = this.#context.strayErrors.take();
      for (const { executed, done } of group) {
        const { contents, unreadable } = await executed.readAgain();
        const trace: Trace = {
          ...executed.trace,
          ...(contents && { lateContents: contents }),
          ...(unreadable !== undefined && { lateUnreadable: unreadable }),
        };
        await done(await disposedTrace(executed, trace), errors);
      }
    } finally {
      for (const { executed } of group) await executed.putAway();
      this.#asynchronous = false;
    }
  }

  /** Gives up the group unread. */
  async abandon(): Promise<void> {
    for (const { executed } of this.#group.splice(0)) await executed.putAway();
  }

  /** A sink that returned no promise and left nothing open has nothing left to do. */
  #mayStir(): boolean {
    return this.#asynchronous || Object.keys(grown(this.#idle, this.#context.census())).length > 0;
  }
}
