import type { Clock } from "../bridge/clock.ts";

/** When a run loses its patience. */
export interface Ending {
  /** Aborted when the run comes to its end, in whatever way. */
  readonly signal: AbortSignal;
  /** How long it waits from then on for one thing to settle, in milliseconds. */
  readonly ms: number;
  readonly clock: Pick<Clock, "after">;
}

/** Something did not settle in time and was given up. */
export class HangError extends Error {
  /** As that of a bridge task that is late. */
  override readonly name = "TimeoutError";

  constructor(what: string, ms: number) {
    super(
      `Cannot wait for ${what} any longer as it must settle within ${ms} ms once the run comes to its end: it has not`,
    );
  }
}

/** How something is waited for. */
export interface WaitOptions {
  /** Its time runs although the run goes on. */
  readonly limited?: true;
  /** It goes on around another wait, which may have begun already. */
  readonly around?: true;
  /** What to do first when it is over well. */
  readonly fulfilled?: () => void;
  /** What to reject with: by default what was thrown, or the {@linkcode HangError}. */
  readonly rejected?: (thrown: unknown) => unknown;
}

/** One thing that is waited for. */
interface Wait {
  readonly what: string;
  readonly limited: boolean;
  readonly fail: (thrown: unknown) => void;
}

/**
 * Waits for what a run calls, one thing after the other: for ever while the run goes on, since nobody can tell slow
 * from stuck, and for a limited time each once it comes to its end. A wait may go on around others; its time runs
 * while none of them does.
 */
export class Patience implements Disposable {
  readonly #ending: Ending;
  readonly #waits: Wait[] = [];
  /** Whether the signal is aborted: asked for every call, and a field answers faster. */
  #ended: boolean;
  #callOff: (() => void) | undefined;
  #disposed = false;

  constructor(ending: Ending) {
    this.#ending = ending;
    this.#ended = ending.signal.aborted;
    const heard = (): void => {
      this.#ended = true;
      this.#rewind();
    };
    ending.signal.addEventListener("abort", heard, { once: true });
  }

  /**
   * Waits until something settles.
   *
   * @param what names it.
   * @throws {HangError} (as a rejection) when it is given up; what comes of it later is ignored.
   */
  wait<T>(what: string, work: PromiseLike<T>, options?: WaitOptions): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (thrown: unknown): void =>
        reject(options?.rejected === undefined ? thrown : options.rejected(thrown));
      const wait: Wait = { what, limited: options?.limited ?? false, fail };
      if (options?.around) this.#waits.unshift(wait);
      else this.#waits.push(wait);
      if (this.#ended || wait.limited) this.#rewind();
      work.then(
        (value) => {
          if (!this.#over(wait)) return;
          options?.fulfilled?.();
          resolve(value);
        },
        (error) => {
          if (this.#over(wait)) fail(error);
        },
      );
    });
  }

  /** Gives up nothing more. */
  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#rewind();
  }

  /** Whether it was not over before. */
  #over(wait: Wait): boolean {
    const waits = this.#waits;
    const index = waits[waits.length - 1] === wait ? waits.length - 1 : waits.indexOf(wait);
    if (index === -1) return false;
    if (index === waits.length - 1) waits.pop();
    else waits.splice(index, 1);
    if (this.#callOff !== undefined || this.#ended) this.#rewind();
    return true;
  }

  /** The time of the innermost wait begins, if it is limited. */
  #rewind(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    const wait = this.#waits.at(-1);
    if (this.#disposed || wait === undefined || !(wait.limited || this.#ended)) return;
    const { clock, ms } = this.#ending;
    this.#callOff = clock.after(ms, () => {
      this.#over(wait);
      wait.fail(new HangError(wait.what, ms));
    });
  }
}
