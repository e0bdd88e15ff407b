/**
 * Runs operations on one file, none before the last one has settled, and waits for each no longer than a limit. One
 * that outlasts it (a network drive that is gone) goes on all the same, and holds back those behind it.
 */
export class Operations {
  readonly #limit: number;
  #last: Promise<unknown> = Promise.resolve();

  /** @param limit in milliseconds. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws {Error} what the operation throws, or that its time is over. */
  async run<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {});
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#overdue()), this.#limit);
    });
    try {
      return await Promise.race([result, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #overdue(): Error {
    return new Error(
      `Cannot go on as the file system must answer within ${this.#limit / 1000} s: it has not`,
    );
  }
}
