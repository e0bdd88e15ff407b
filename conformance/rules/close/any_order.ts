import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.any-order`. */
export const rule: Rule<"close.any-order"> = {
  id: "close.any-order",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "Workers may close in any order, interleaved with the writes of others.",
  intent: "A worker ends when its part of the input does.",
  notVerified:
    "More workers than the maxWorkers of the check; what is written after another worker's close: " +
    "see workers.isolated-close.",
  hint: "Do not let one worker finalise for all: every close completes its own part.",
  judge: claimed("close.any-order"),
};
