import { within } from "../config/within.ts";

/**
 * Runs operations on one file, none before the last one has settled, and waits for each no longer than a limit. One
 * that outlasts it (a network drive that is gone) goes on all the same. Those behind it are not waited for: they are
 * done in their turn, if it comes.
 */
export class Operations {
  readonly #limit: number;
  #last: Promise<unknown> = Promise.resolve();
  /** How many have not settled. */
  #unsettled = 0;

  /** @param limit in milliseconds. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws {Error} what the operation throws, or that its time is over. */
  async run<T>(operation: () => Promise<T>): Promise<T> {
    const limit = this.#unsettled > 0 ? 0 : this.#limit;
    this.#unsettled++;
    const result = this.#last.then(operation).finally(() => this.#unsettled--);
    this.#last = result.catch(() => {});
    return await within(limit, "the file system", result);
  }
}
