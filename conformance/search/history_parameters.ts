import type * as fc from "fast-check";
import { HistoryArbitrary } from "../history/arbitrary.ts";
import type { History } from "../history/history.ts";
import type { Shape } from "../history/shape.ts";
import { systematicHistories } from "../history/systematic.ts";

/** What fast-check is given for the histories of a check: the same for the search and every replay. */
export interface HistoryParameters {
  readonly arbitrary: fc.Arbitrary<History>;
  readonly parameters: { readonly seed: number; readonly examples: [History][] };
}

/** The histories of a seed and a shape. */
export function historyParameters(shape: Shape, seed: number): HistoryParameters {
  return {
    arbitrary: new HistoryArbitrary(shape),
    parameters: { seed, examples: systematicHistories(shape).map((history) => [history]) },
  };
}
