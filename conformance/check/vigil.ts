import type { Trace } from "../../src/protocol/mod.ts";
import { grown } from "../execute/census.ts";
import { disposeFixture } from "../execute/fixture.ts";
import type { Executed, Stage } from "../execute/stage.ts";

/** A history whose fixture is kept open to be read once more. */
interface Watched<E> {
  readonly executed: Executed<E>;
  readonly done: (trace: Trace) => Promise<void>;
}

/** How many fixtures are kept open for one wait. */
const groupSize = 64;
/** Milliseconds a group is left alone: long enough for what a sink forgot to await. */
const patience = 12;

/**
 * Finds late activity: fixtures of a group of histories stay open, are left alone once, and are all read
 * again. The wait decides nothing by itself: a sink that stores something later than it is found out.
 */
export class Vigil<E> {
  readonly #stage: Stage<E>;
  readonly #idle: Readonly<Record<string, number>>;
  #group: Watched<E>[] = [];
  #asynchronous = false;

  constructor(stage: Stage<E>) {
    this.#stage = stage;
    this.#idle = stage.census();
  }

  /** Keeps a fixture; `done` receives the trace with its late contents. */
  async watch(executed: Executed<E>, done: (trace: Trace) => Promise<void>): Promise<void> {
    this.#group.push({ executed, done });
    this.#asynchronous ||= executed.asynchronous;
    if (this.#group.length >= groupSize) await this.end();
  }

  /** Waits, reads every fixture of the group again and disposes it. */
  async end(): Promise<void> {
    const group = this.#group.splice(0);
    if (group.length === 0) return;
    try {
      await new Promise((resolve) => setTimeout(resolve, this.#mayStir() ? patience : 0));
      const strays = this.#stage.strays.take();
      for (const { executed, done } of group) {
        await done({ ...executed.trace, lateContents: await executed.readAgain(), strays });
      }
    } finally {
      for (const { executed } of group) {
        await disposeFixture(executed.fixture, this.#stage.callLimit);
      }
      this.#asynchronous = false;
    }
  }

  /** Gives up the group unread. */
  async abandon(): Promise<void> {
    for (const { executed } of this.#group.splice(0)) {
      await disposeFixture(executed.fixture, this.#stage.callLimit);
    }
  }

  /** A sink that returned no promise and left nothing open has nothing left to do. */
  #mayStir(): boolean {
    return this.#asynchronous || Object.keys(grown(this.#idle, this.#stage.census())).length > 0;
  }
}
