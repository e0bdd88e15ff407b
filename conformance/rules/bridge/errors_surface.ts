import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `bridge.errors-surface`. */
export const rule: Rule<"bridge.errors-surface"> = {
  id: "bridge.errors-surface",
  level: "MUST",
  basis: "adapter",
  needs: ["faults"],
  statement: "An error of a bridge task fails the call that started it, or loses nothing.",
  intent: "The error is the only word of the failure: caught and dropped, the call counts as done.",
  notVerified: "Errors that a task itself swallows.",
  hint: "Await what bridge.run returns, and let its rejection out.",
  silent: "no task on the bridge failed",
  judge: claimed(
    "bridge.errors-surface",
    ({ trace: { calls } }) =>
      calls.some(({ tasks }) => tasks?.some(({ outcome }) => outcome === "rejected")),
  ),
};
