import { acceptedBy } from "../../judge/failures.ts";
import { earlierClose, storedEvents } from "../../judge/judges.ts";
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
  judge: ({ trace: { calls, contents } }) => {
    const again = calls.filter((call) =>
      call.call === "close" && earlierClose(call, calls)?.outcome.kind === "threw" && !call.fault
    );
    if (again.length === 0 || !contents) return undefined;
    const stored = storedEvents(contents);
    return again.filter(({ outcome }) => outcome.kind === "returned").flatMap(
      ({ partition, start }) => {
        const lost = acceptedBy(partition, start, calls).find((event) => !stored.has(event));
        return lost === undefined ? [] : [{
          message:
            `event ${lost} is not stored: its close failed, and a second close then succeeded`,
        }];
      },
    ).slice(0, 1);
  },
};
