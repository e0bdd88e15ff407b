import type { Clock } from "@watertight/sinks";

/** A clock whose time is what it was asked to wait: whatever is due comes with the next turn. */
export class HurriedClock implements Clock {
  #now = 0;

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = setTimeout(() => {
      this.#now += ms;
      callback();
    });
    return () => clearTimeout(timer);
  }

  every(ms: number, callback: () => void): () => void {
    let callOff = (): void => {};
    const again = (): void => {
      callOff = this.after(ms, () => {
        again();
        callback();
      });
    };
    again();
    return () => callOff();
  }

  turn(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve));
  }
}
