import { anyOf, blamedOn } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `workers.isolated-close`. */
export const rule: Rule<"workers.isolated-close"> = {
  id: "workers.isolated-close",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "Closing one worker leaves the others working.",
  intent: "Workers end at different times; the partition of each is its own.",
  notVerified: "Workers in other processes.",
  hint: "Look for a connection, a file or a flag that the partitions share and the first close " +
    "ends; count its users.",
  judge: anyOf(
    blamedOn("early-close", "when no worker closes before the last write this does not happen"),
    blamedOn("peer-close", "when that partition alone is closed this does not happen"),
  ),
};
