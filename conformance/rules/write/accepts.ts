import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.accepts`. */
export const rule: Rule<"write.accepts"> = {
  id: "write.accepts",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "A batch of valid events is accepted while the storage is healthy.",
  intent: "A sink that refuses what it should take fails the run for nothing; and a check of it " +
    "would be green for want of anything stored.",
  notVerified: "Events that the arbitrary of the subject never draws. Refusals in up to three " +
    "histories that show none when they run four times more: each is a warning.",
  hint: "Read the error in the message: it is the sink's own.",
  judge: claimed("write.accepts"),
};
