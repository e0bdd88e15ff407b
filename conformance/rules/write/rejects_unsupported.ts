import { describeValue } from "../../describe.ts";
import { claimed } from "../../judge/claimed.ts";
import { anyOf, eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.rejects-unsupported`. */
export const rule: Rule<"write.rejects-unsupported"> = {
  id: "write.rejects-unsupported",
  level: "MUST",
  basis: "adapter",
  needs: ["invalidEvents"],
  statement: "An event that cannot be stored fails the write, whole and loudly.",
  intent: "What is dropped or cut to fit is lost, and the run goes on as if it were stored.",
  notVerified: "Values that the subject's invalidEvents never draws.",
  hint: "Check or encode every event of the batch before the first one is stored; throw what is " +
    "wrong with it.",
  judge: anyOf(
    eachCall(
      ({ invalid, fault }) => invalid !== undefined && !fault,
      ({ invalid, outcome }) =>
        outcome.kind === "returned"
          ? `a batch with ${describeValue(invalid?.[0], 60)} in it was accepted`
          : undefined,
    ),
    claimed("write.rejects-unsupported"),
  ),
};
