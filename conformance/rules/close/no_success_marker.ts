import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.no-success-marker`. */
export const rule: Rule<"close.no-success-marker"> = {
  id: "close.no-success-marker",
  level: "MUST",
  basis: "engine",
  needs: ["faults"],
  statement: "A close after a failed write publishes no part of the batch that failed.",
  intent: "A reader takes what a close completes for whole: half a batch looks like all of it.",
  notVerified:
    "What the write itself had stored before it failed: see fault.atomic-batch. Parts that are not " +
    "the first of the batch: see fault.no-gap. A batch with an event that cannot be held: see " +
    "write.rejects-unsupported.",
  hint:
    "On a failed write drop what the batch left in the buffer or the staging area; close must " +
    "not rename or commit it.",
  silent: "no batch of several events failed",
  judge: claimed(
    "close.no-success-marker",
    ({ trace: { calls } }) =>
      calls.some(({ call, fault, outcome, events }) =>
        call === "write" && fault?.kind === "reject" && outcome.kind === "threw" &&
        (events?.length ?? 0) > 1
      ),
  ),
};
