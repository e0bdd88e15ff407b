import { claimed } from "../../judge/claimed.ts";
import { earlierClose } from "../../judge/failed_calls.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.honest-after-failure`. */
export const rule: Rule<"close.honest-after-failure"> = {
  id: "close.honest-after-failure",
  level: "SHOULD",
  basis: "prudence",
  needs: ["faults"],
  statement: "A second close after a failed one does not pretend that the events are stored.",
  intent: "Whoever tries the close again takes its success for the events being safe.",
  notVerified: "Nothing of the events' order then.",
  hint: "Set the closed flag after the flush has succeeded, or let the second close throw the " +
    "first error again.",
  silent: "no close of it failed: it has nothing pending then",
  judge: claimed(
    "close.honest-after-failure",
    ({ trace: { calls } }) =>
      calls.some((call) =>
        call.call === "close" && !call.fault && earlierClose(call, calls)?.outcome.kind === "threw"
      ),
  ),
};
