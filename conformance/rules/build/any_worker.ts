import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.any-worker`. */
export const rule: Rule<"build.any-worker"> = {
  id: "build.any-worker",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "A partition is correct for every worker index from zero to below the worker count.",
  intent: "Index and count are cluster-wide: any of them may be the only one that receives events.",
  notVerified: "Counts above the maxWorkers of the check.",
  hint:
    "Look for worker 0 being special, for an index taken modulo a fixed number, and for a file " +
    "or a key that two partitions write to, each as if it were alone.",
  judge: claimed("build.any-worker"),
};
