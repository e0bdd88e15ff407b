import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.stored`. */
export const rule: Rule<"write.stored"> = {
  id: "write.stored",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "After successful writes and close every event is stored.",
  intent: "This is what a sink is for.",
  notVerified: "Batches above the largest threshold of the check.",
  hint: "Follow the event of the message from writeBatch to the storage: a chunk boundary, a " +
    "filter, a write that is not awaited.",
  judge: claimed("write.stored"),
};
