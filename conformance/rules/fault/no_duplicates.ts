import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `fault.no-duplicates`. */
export const rule: Rule<"fault.no-duplicates"> = {
  id: "fault.no-duplicates",
  level: "SHOULD",
  basis: "prudence",
  needs: ["faults", "guarantees.delivery = exactly-once"],
  statement: "A failure whose outcome is unclear stores no event twice.",
  intent: "An author who claims exactly-once lets readers do without deduplication.",
  notVerified: "Duplicates that only a later run brings.",
  hint: "Before a retry, find out what was applied; or write under a key that makes the retry " +
    "harmless.",
  silent: "its storage cannot fail in an unclear way (reject-after-apply, hang)",
  judge: claimed(
    "fault.no-duplicates",
    ({ trace: { calls, guarantees } }) =>
      guarantees?.delivery === "exactly-once" &&
      calls.some(({ fault }) => fault && fault.kind !== "reject"),
  ),
};
