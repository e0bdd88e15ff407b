import { claimed } from "../../judge/claimed.ts";
import type { Evidence } from "../../judge/evidence.ts";
import type { Rule } from "../../rule.ts";

/** Whether a partition was given events in several batches. */
function severalBatches({ trace: { calls, guarantees } }: Evidence): boolean {
  const given = new Set<number>();
  return guarantees?.order !== "none" && calls.some(({ call, events, partition }) => {
    if (call !== "write" || !events?.length) return false;
    return given.has(partition) || !given.add(partition);
  });
}

/** The rule `order.across-batches`. */
export const rule: Rule<"order.across-batches"> = {
  id: "order.across-batches",
  level: "MUST",
  basis: "contract",
  needs: ["guarantees.order = worker"],
  statement: "The batches of one worker keep their order, those flushed by close included.",
  intent: "Readers replay a storage in its order: later states of the same thing must come later.",
  notVerified: "Order between workers, which nobody promises; order between runs.",
  hint: "Look for a buffer that is flushed last-in first-out, or flushes that overtake each " +
    "other.",
  judge: claimed("order.across-batches", severalBatches),
};
