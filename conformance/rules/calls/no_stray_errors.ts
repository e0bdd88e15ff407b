import { thrownText } from "../../describe.ts";
import { callText } from "../../judge/anomalies.ts";
import { isExit } from "../../judge/exits.ts";
import type { Rule } from "../../rule.ts";

const exiting = "tried to end the process";

/** The rule `calls.no-stray-errors`. */
export const rule: Rule<"calls.no-stray-errors"> = {
  id: "calls.no-stray-errors",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "No error escapes but through a call, and nothing ends the process.",
  intent:
    "An error of a floating promise or a timer ends the whole process, and so does an exit: no " +
    "other worker is closed, and nothing is flushed.",
  notVerified: "Errors that come later than the suite waits, and those of which it cannot tell " +
    "whose they are: the report has them as warnings.",
  hint: "Await or return every promise, and catch what a timer may throw; keep the error and " +
    "throw it from the next call. In place of an exit throw an error: the engine ends the process in order.",
  silent: "the runner keeps to itself what no call reports, and fails the test that runs",
  judge: ({ trace: { strays, calls } }) => {
    for (const [index, call] of calls.entries()) {
      const { outcome } = call;
      if (outcome.kind !== "threw" || !isExit(outcome.error)) continue;
      const message = `${callText(call)} ${exiting}: ${outcome.error.message}`;
      return [{ message, calls: [index] }];
    }
    if (strays === undefined || calls.length === 0) return undefined;
    return strays.slice(0, 1).map((error) => ({
      message: isExit(error)
        ? `the sink ${exiting}: ${error.message}`
        : `an error escaped that no call reported: ${thrownText(error)}`,
    }));
  },
};
