import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

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
  judge: claimed(
    "order.within-batch",
    ({ trace: { calls, guarantees } }) =>
      guarantees?.order !== "none" && calls.some(({ events }) => (events?.length ?? 0) > 1),
  ),
};
