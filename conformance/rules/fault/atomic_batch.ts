import { storedEvents } from "../../judge/judges.ts";
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
  judge: ({ trace: { calls, contents, guarantees } }) => {
    const failed = calls.filter(({ call, outcome, fault, events }) =>
      call === "write" && fault && outcome.kind === "threw" && (events?.length ?? 0) > 1
    );
    if (!guarantees?.atomicBatches || failed.length === 0 || !contents) return undefined;
    const stored = storedEvents(contents);
    return failed.flatMap(({ events }) => {
      const there = events!.filter((event) => stored.has(event)).length;
      return there === 0 || there === events!.length ? [] : [{
        message: `${there} of the ${events!.length} events of a batch that failed are stored`,
      }];
    }).slice(0, 1);
  },
};
