import { anyOf, blamedOn, eachCall, harmToContents } from "../../judge/judges.ts";
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
  judge: anyOf(
    eachCall(
      ({ call, events, invalid, before }) =>
        call === "write" && events?.length === 0 && !invalid && before !== undefined,
      (call) => {
        const change = harmToContents(call);
        return change === undefined ? undefined : `during an empty batch ${change}`;
      },
    ),
    blamedOn("empty-batch", "without the empty batch this does not happen"),
  ),
};
