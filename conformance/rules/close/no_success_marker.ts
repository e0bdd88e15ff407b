import { eachCall, storedEvents } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.no-success-marker`. */
export const rule: Rule<"close.no-success-marker"> = {
  id: "close.no-success-marker",
  level: "MUST",
  basis: "engine",
  needs: ["faults"],
  statement: "A close after a failed write publishes no part of the batch that failed.",
  intent: "A reader takes what a close completes for whole: half a batch looks like all of it.",
  notVerified: "Parts that were stored before the write failed: see fault.atomic-batch.",
  hint:
    "On a failed write drop what the batch left in the buffer or the staging area; close must " +
    "not rename or commit it.",
  silent: "no batch of several events failed",
  judge: eachCall(
    ({ call, fault, outcome, events }) =>
      call === "write" && (fault?.kind === "reject") && outcome.kind === "threw" &&
      (events?.length ?? 0) > 1,
    () => undefined,
    ({ events }, { contents }) => {
      const stored = storedEvents(contents ?? []);
      const published = events?.filter((event) => stored.has(event)).length ?? 0;
      return published > 0 && published < events!.length
        ? `of the ${events!.length} events of a write that failed, close stored ${published}`
        : undefined;
    },
  ),
};
