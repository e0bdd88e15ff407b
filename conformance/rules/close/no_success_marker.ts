import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.no-success-marker`. */
export const rule: Rule<"close.no-success-marker"> = {
  id: "close.no-success-marker",
  level: "MUST",
  basis: "engine",
  needs: ["faults"],
  statement:
    "A close after a failed write publishes no part of the batch that failed, and one that fails itself " +
    "nothing that cannot be read.",
  intent: "A reader takes what a close completes for whole: half a batch looks like all of it.",
  notVerified:
    "What the write itself had stored before it failed: see fault.atomic-batch. Parts that are not " +
    "the first of the batch: see fault.no-gap. A batch with an event that cannot be held: see " +
    "write.rejects-unsupported.",
  hint:
    "On a failed write drop what the batch left in the buffer or the staging area; close must " +
    "not rename or commit it. Write under another name, and rename what is whole.",
  silent: "no batch of several events failed, and no close",
  judge: claimed(
    "close.no-success-marker",
    ({ trace: { calls } }) =>
      calls.some(({ call, fault, outcome, events }) =>
        fault !== undefined && outcome.kind === "threw" &&
        (call === "close" ||
          call === "write" && fault.kind === "reject" && (events?.length ?? 0) > 1)
      ),
  ),
};
