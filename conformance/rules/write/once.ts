import { plainly } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.once`. */
export const rule: Rule<"write.once"> = {
  id: "write.once",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "No event is stored twice.",
  intent: "Nothing after the sink can tell a repeated event from two equal ones.",
  notVerified: "Events written again by a later run after a failure: that is the engine's doing.",
  hint: "Look for flush windows that overlap, a buffer that is not emptied, a retry of what had " +
    "succeeded.",
  judge: plainly("repeated"),
};
