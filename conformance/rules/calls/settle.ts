import { eachCall } from "../../judge/judges.ts";
import { callText } from "../../judge/anomalies.ts";
import type { Rule } from "../../rule.ts";

/** The rule `calls.settle`. */
export const rule: Rule<"calls.settle"> = {
  id: "calls.settle",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "Every call returns or settles within the call limit.",
  intent: "An engine waits for a call before it goes on: one that never ends stops the whole " +
    "worker, and with it the checkpoint of the run.",
  notVerified:
    "Calls under a fault that hangs; an endless loop, which no timer can interrupt: the test " +
    "runner's own timeout ends it.",
  hint: "Look for a promise whose resolve is never called, an awaited event that does not come, " +
    "or a lock that is taken twice. A sink that is merely slow needs a larger callLimit.",
  judge: eachCall(
    ({ fault }) => fault?.kind !== "hang",
    (call) =>
      call.outcome.kind === "unsettled"
        ? `${callText(call)} did not settle within the call limit`
        : undefined,
  ),
};
