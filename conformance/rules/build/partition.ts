import { claimed } from "../../judge/claimed.ts";
import { anyOf, eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.partition`. */
export const rule: Rule<"build.partition"> = {
  id: "build.partition",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement:
    "A build with a valid configuration gives an object with callable writeBatch and close.",
  intent:
    "The runtime calls both without looking: what is missing fails hours later, in the middle " +
    "of a batch.",
  notVerified: "Configurations other than the fixture's.",
  hint: "Follow every path of buildPartition to its return; an async one must return the " +
    "partition and not a wrapper.",
  judge: anyOf(
    eachCall(
      ({ call, outcome }) => call === "build" && outcome.kind === "returned",
      ({ worker, workers, built }) =>
        built && "problem" in built
          ? `the build of worker ${worker} of ${workers} gives no partition: ${built.problem}`
          : undefined,
    ),
    claimed("build.partition"),
  ),
};
