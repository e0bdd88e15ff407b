import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `fault.atomic-batch`. */
export const rule: Rule<"fault.atomic-batch"> = {
  id: "fault.atomic-batch",
  level: "SHOULD",
  basis: "prudence",
  needs: ["faults", "guarantees.atomicBatches"],
  statement: "A batch that failed is stored whole or not at all.",
  intent: "An author who claims it lets readers take every batch for complete.",
  notVerified: "Batches larger than a transaction of the storage may be.",
  hint: "Store a batch in one transaction, and roll it back on any error.",
  judge: claimed(
    "fault.atomic-batch",
    ({ trace: { calls, guarantees } }) =>
      guarantees?.atomicBatches === true &&
      calls.some(({ call, outcome, fault, events }) =>
        call === "write" && fault && outcome.kind === "threw" && (events?.length ?? 0) > 1
      ),
  ),
};
