import { thrownText } from "../../describe.ts";
import { claimed } from "../../judge/claimed.ts";
import { anyOf, eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `fault.surfaces`. */
export const rule: Rule<"fault.surfaces"> = {
  id: "fault.surfaces",
  level: "MUST",
  basis: "adapter",
  needs: ["faults"],
  statement: "A write or a build that the storage fails throws an Error, or loses nothing.",
  intent:
    "A failure that nobody sees loses events without a trace; only what is thrown fails the " +
    "run.",
  notVerified:
    "Failures of single rows within an accepted operation; closes: see close.reports-failed-flush.",
  hint: "Do not catch and log; await every operation within the call.",
  judge: anyOf(
    eachCall(
      ({ call, fault }) => call !== "close" && fault !== undefined,
      ({ call, outcome }) =>
        outcome.kind === "threw" && !outcome.error.isError
          ? `a ${call} that the storage failed threw ${
            thrownText(outcome.error)
          }, which is not an Error`
          : undefined,
    ),
    claimed(
      "fault.surfaces",
      ({ trace: { calls } }) => calls.some(({ call, fault }) => call !== "close" && fault),
    ),
  ),
};
