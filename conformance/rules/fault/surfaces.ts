import { thrownText } from "../../describe.ts";
import { blamedOnFailure } from "../../judge/failures.ts";
import { anyOf, eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `fault.surfaces`. */
export const rule: Rule<"fault.surfaces"> = {
  id: "fault.surfaces",
  level: "MUST",
  basis: "adapter",
  needs: ["faults"],
  statement: "A write that fails throws an Error.",
  intent:
    "A failure that nobody sees loses events without a trace; only what is thrown fails the " +
    "run.",
  notVerified: "Failures of single rows within an accepted operation.",
  hint: "Do not catch and log; await every operation within the call.",
  judge: anyOf(
    eachCall(
      ({ call, fault }) => call === "write" && fault !== undefined,
      ({ outcome }) =>
        outcome.kind === "threw" && !outcome.error.isError
          ? `a write that failed threw ${thrownText(outcome.error)}, which is not an Error`
          : undefined,
    ),
    blamedOnFailure("write", "the storage failed during that write, and the write did not say so"),
  ),
};
