import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.once`. */
export const rule: Rule<"write.once"> = {
  id: "write.once",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "No event is stored twice, after a failure neither, unless its outcome was unclear.",
  intent: "Nothing after the sink can tell a repeated event from two equal ones.",
  notVerified:
    "Events written again by a later run after a failure: that is the engine's doing; what an " +
    "unclear outcome brings twice where exactly-once is not claimed.",
  hint: "Look for flush windows that overlap, a buffer that is not emptied, a retry of what had " +
    "succeeded.",
  judge: claimed("write.once"),
};
