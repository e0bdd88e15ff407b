import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `restart.rescale`. */
export const rule: Rule<"restart.rescale"> = {
  id: "restart.rescale",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "Going from one number of workers to another works, and loses and repeats nothing.",
  intent: "Operators change the number of workers between runs.",
  notVerified:
    "Counts above the maxWorkers of the check. What becomes of earlier events where the sink claims " +
    'restart: "replaces".',
  hint: "Look for files or keys named by worker index alone, and for a clean-up of those beyond " +
    "the count.",
  judge: claimed("restart.rescale"),
};
