import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `restart.rescale`. */
export const rule: Rule<"restart.rescale"> = {
  id: "restart.rescale",
  level: "MUST",
  basis: "engine",
  needs: ["guarantees.restart = appends"],
  statement: "Going from one number of workers to another loses and repeats nothing.",
  intent: "Operators change the number of workers between runs.",
  notVerified: "Counts above the maxWorkers of the check.",
  hint: "Look for files or keys named by worker index alone, and for a clean-up of those beyond " +
    "the count.",
  judge: claimed("restart.rescale"),
};
