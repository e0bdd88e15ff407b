import type { Census } from "../execute/open_resources.ts";

/** How many entries may be listed in all before any is too many. */
const allowance = 50_000;

/** How many more for each history that may be counted: a usual sink has some tens listed. */
const perHistory = 5_000;

/**
 * Keeps an account of what a census lists: of many timers that takes longer than the history does. By numbers and not
 * by time, so that two checks of one seed are equal however busy the machine is.
 */
export class CensusBudget {
  readonly #census: Census;
  #left = allowance;
  #counted = 0;
  #uncounted = 0;

  constructor(census: Census) {
    this.#census = census;
  }

  /** The census, on the account. */
  readonly census: Census = () => {
    const counts = this.#census();
    for (const number of Object.values(counts)) this.#left -= number;
    return counts;
  };

  /** Whether one more history may be counted; one that may not is told in the end. */
  grant(): boolean {
    this.#left += perHistory;
    const granted = this.#left > 0;
    if (granted) this.#counted++;
    else this.#uncounted++;
    return granted;
  }

  /** What was not counted, one sentence, if anything. */
  get warnings(): readonly string[] {
    if (this.#uncounted === 0) return [];
    const all = this.#counted + this.#uncounted;
    return [
      `What is left open was counted in ${this.#counted} of ${all} histories alone, as there is too much to list`,
    ];
  }
}
