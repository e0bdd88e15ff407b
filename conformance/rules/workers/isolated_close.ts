import { claimed } from "../../judge/claimed.ts";
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
  judge: claimed("workers.isolated-close"),
};
