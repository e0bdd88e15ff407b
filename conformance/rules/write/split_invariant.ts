import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.split-invariant`. */
export const rule: Rule<"write.split-invariant"> = {
  id: "write.split-invariant",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "The same events in other batch sizes give the same contents.",
  intent: "A runtime calls once per container and not once per epoch: many calls, often of one " +
    "event, and no size means anything.",
  notVerified: "Order across batches: see order.across-batches.",
  hint:
    "Look for one call taken for one epoch: a file or a key that each write replaces, a batch " +
    "compared with the one before.",
  judge: claimed("write.split-invariant"),
};
