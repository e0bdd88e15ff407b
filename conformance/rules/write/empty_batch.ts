import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.empty-batch`. */
export const rule: Rule<"write.empty-batch"> = {
  id: "write.empty-batch",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement: "An empty batch neither fails nor stores anything.",
  intent: "No engine sends one, but the adapter would pass it on.",
  notVerified: "That it is cheap.",
  hint: "Return early when there are no items.",
  judge: claimed("write.empty-batch"),
};
