import { anyOf, plainly } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

const ordered: Rule["judge"] = ({ trace: { calls, guarantees } }) =>
  guarantees?.order !== "none" && calls.some(({ events }) => (events?.length ?? 0) > 1)
    ? []
    : undefined;

/** The rule `order.within-batch`. */
export const rule: Rule<"order.within-batch"> = {
  id: "order.within-batch",
  level: "MUST",
  basis: "contract",
  needs: ["guarantees.order = worker"],
  statement: "The events of one batch keep their order.",
  intent: "Readers replay a storage in its order: later states of the same thing must come later.",
  notVerified: "Order between workers, which nobody promises.",
  hint: "Look for Promise.all over inserts, a sort, a map keyed by something.",
  judge: anyOf(
    ordered,
    plainly("shuffled"),
  ),
};
