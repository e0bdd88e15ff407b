import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.faithful`. */
export const rule: Rule<"write.faithful"> = {
  id: "write.faithful",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "A stored event equals the written one.",
  intent: "An altered event is lost and nobody notices.",
  notVerified: "What the subject's equal says is the same; events that its arbitrary never draws.",
  hint: "Compare the two values: text normalised or trimmed, -0, a large integer, a date, a " +
    "member that is undefined or missing.",
  judge: claimed("write.faithful"),
};
