import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.nothing-extra`. */
export const rule: Rule<"write.nothing-extra"> = {
  id: "write.nothing-extra",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "Nothing is stored that was not written, after a failed write neither.",
  intent: "A header row or a sentinel is an event to whoever reads the storage.",
  notVerified: "What read leaves out.",
  hint: "Look at the value in the contents: where does it come from? If it is no event at all, " +
    "read should skip it.",
  judge: claimed("write.nothing-extra"),
};
