import { plainly } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

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
  judge: ({ trace, ...evidence }) => {
    const writes = trace.calls.filter(({ call, events }) =>
      call === "write" && (events?.length ?? 0) > 0
    );
    const several = writes.some(({ partition }, index) =>
      writes.findIndex((w) => w.partition === partition) < index
    );
    if (trace.guarantees?.order === "none" || !several) return undefined;
    return plainly("swapped")({ trace, ...evidence });
  },
};
