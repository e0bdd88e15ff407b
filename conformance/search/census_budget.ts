import type { Clock } from "../../src/bridge/clock.ts";
import type { Census } from "../execute/open_resources.ts";

/** Milliseconds that may always be spent: a usual sink needs less in all. */
const allowance = 500;

/** The part of a search that may be spent beyond. */
const share = 0.1;

/**
 * Meters what a census costs: it lists all that is open in the process, and of many timers that takes longer than
 * the history does.
 */
export class CensusBudget {
  readonly #census: Census;
  readonly #clock: Clock;
  readonly #started: number;
  #spent = 0;
  #counted = 0;
  #left = 0;

  constructor(census: Census, clock: Clock) {
    this.#census = census;
    this.#clock = clock;
    this.#started = clock.now();
  }

  /** The census, metered. */
  readonly census: Census = () => {
    const began = this.#clock.now();
    try {
      return this.#census();
    } finally {
      this.#spent += this.#clock.now() - began;
    }
  };

  /** Whether one more history may be counted; one that may not is told in the end. */
  grant(): boolean {
    const elapsed = this.#clock.now() - this.#started;
    const granted = this.#spent <= Math.max(allowance, share * elapsed);
    if (granted) this.#counted++;
    else this.#left++;
    return granted;
  }

  /** What was not counted, one sentence, if anything. */
  get warnings(): readonly string[] {
    if (this.#left === 0) return [];
    const all = this.#counted + this.#left;
    return [
      `What is left open was counted in ${this.#counted} of ${all} histories alone, as there is too much to list`,
    ];
  }
}
