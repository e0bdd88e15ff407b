import type { Clock } from "@watertight/sinks";

interface Timer {
  due: number;
  readonly period: number | undefined;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    return this.#add({ due: this.#now + ms, period: undefined, callback });
  }

  every(ms: number, callback: () => void): () => void {
    return this.#add({ due: this.#now + ms, period: ms, callback });
  }

  turn(): Promise<void> {
    return settled();
  }

  /** How many timers are still to fire. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on, firing timers in order, and lets everything they set off come to rest. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settled();
      const [next] = [...this.#timers].sort((a, b) => a.due - b.due);
      if (next === undefined || next.due > until) break;
      this.#now = next.due;
      if (next.period === undefined) this.#timers.delete(next);
      else next.due += next.period;
      next.callback();
    }
    this.#now = until;
    await settled();
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}

/** A turn of the event loop: every microtask that can run has run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
