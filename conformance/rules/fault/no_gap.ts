import { claimed } from "../../judge/claimed.ts";
import { earlierClose } from "../../judge/failed_calls.ts";
import type { Rule } from "../../rule.ts";

/** The rule `fault.no-gap`. */
export const rule: Rule<"fault.no-gap"> = {
  id: "fault.no-gap",
  level: "SHOULD",
  basis: "engine",
  needs: ["faults", "guarantees.order = worker"],
  statement: "After a failed write no later event is stored while an earlier one is not.",
  intent:
    "An engine that resumes where it stopped takes the last stored event for the end of all " +
    "stored ones.",
  notVerified: "Gaps that a later run would leave.",
  hint: "Stop at the first chunk that fails; do not go on with the next.",
  silent: "no write of it failed: it reaches its storage in close alone",
  judge: claimed(
    "fault.no-gap",
    ({ trace: { calls, guarantees } }) =>
      guarantees?.order !== "none" &&
      calls.some((call) =>
        call.call === "write" && call.fault && call.outcome.kind === "threw" &&
        !earlierClose(call, calls)
      ),
  ),
};
