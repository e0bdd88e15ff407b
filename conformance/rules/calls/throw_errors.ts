import { thrownText } from "../../describe.ts";
import { callText } from "../../judge/anomalies.ts";
import type { Rule } from "../../rule.ts";

/** The rule `calls.throw-errors`. */
export const rule: Rule<"calls.throw-errors"> = {
  id: "calls.throw-errors",
  level: "SHOULD",
  basis: "adapter",
  needs: [],
  statement: "What a call throws is an Error.",
  intent: "The adapter re-throws it as the cause of the failed run: a string or undefined leaves " +
    "whoever is on call without message and stack.",
  notVerified: "Whether the message helps.",
  hint: "Look at the throw or the reject that the message names; wrap what a driver throws in an " +
    "Error with cause.",
  judge: ({ trace: { calls } }) =>
    calls.flatMap((call, index) =>
      call.outcome.kind === "threw" && !call.outcome.error.isError
        ? [{
          message: `${callText(call)} threw ${
            thrownText(call.outcome.error)
          }, which is not an Error`,
          calls: [index],
        }]
        : []
    ).slice(0, 1),
};
