import { assert } from "../assert.ts";

/** How many inputs a fuzz test draws: 1,000, or as many as WATERTIGHT_FUZZ_RUNS says. */
export const runs: number = Number(Deno.env.get("WATERTIGHT_FUZZ_RUNS") ?? 1000);

/** At least this part of the inputs was taken, so that what comes after is tried, and not all: some are damaged. */
export function requireMixed(taken: number, least: number, what: string): void {
  assert(
    taken > runs * least,
    `of ${runs} ${what} only ${taken} were taken: the rest goes untried`,
  );
  assert(taken < runs * 0.9, `of ${runs} ${what} ${taken} were taken: too few are damaged`);
}
