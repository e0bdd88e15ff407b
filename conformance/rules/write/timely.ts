import { notYetReadable } from "../../judge/readable.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.timely`. */
export const rule: Rule<"write.timely"> = {
  id: "write.timely",
  level: "MUST",
  basis: "contract",
  needs: ["guarantees.durable = { within }", "readable = always"],
  statement: "An event is readable within the claimed time after its write, with no further call.",
  intent:
    "A source that falls silent calls nothing: an age limit that only the next call looks at " +
    "keeps the last events back for as long as the silence lasts.",
  notVerified: "The time to the millisecond: the check waits a quarter longer, and some.",
  hint: "Flush by a timer, and not by a look at the clock in writeBatch.",
  judge: ({ trace }) => {
    if (typeof trace.guarantees?.durable !== "object") return undefined;
    return notYetReadable(
      trace,
      ({ later, end }) =>
        later && end !== null
          ? { ...later, moment: { time: end + 1, waited: later.ms } }
          : undefined,
      "had returned, and its time had passed",
    );
  },
};
