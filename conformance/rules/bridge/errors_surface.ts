import { acceptedBy, failedWrite } from "../../judge/failures.ts";
import { storedEvents } from "../../judge/judges.ts";
import { callText } from "../../judge/symptoms.ts";
import type { Rule } from "../../rule.ts";

/** The rule `bridge.errors-surface`. */
export const rule: Rule<"bridge.errors-surface"> = {
  id: "bridge.errors-surface",
  level: "MUST",
  basis: "adapter",
  needs: ["faults"],
  statement: "An error of a bridge task fails the call that started it.",
  intent: "The error is the only word of the failure: caught and dropped, the call counts as done.",
  notVerified: "Errors that a task itself swallows.",
  hint: "Await what bridge.run returns, and let its rejection out.",
  silent: "no task on the bridge failed",
  judge: ({ trace: { calls, contents } }) => {
    const failing = calls.filter(({ tasks }) =>
      tasks?.some(({ outcome }) => outcome === "rejected")
    ).filter((call) => call.call !== "close" || !failedWrite(call, calls)); // That one must not throw.
    if (failing.length === 0 || !contents) return undefined;
    const stored = storedEvents(contents);
    return failing.filter(({ outcome }) => outcome.kind === "returned").flatMap((call) => {
      const accepted = call.call === "write"
        ? call.events ?? []
        : acceptedBy(call.partition, call.start, calls);
      const lost = accepted.find((event) => !stored.has(event));
      return lost === undefined ? [] : [{
        message: `event ${lost} is not stored: a bridge task failed, and ${
          callText(call)
        } returned`,
      }];
    }).slice(0, 1);
  },
};
