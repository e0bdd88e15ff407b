import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.same-index-twice`. */
export const rule: Rule<"build.same-index-twice"> = {
  id: "build.same-index-twice",
  level: "SHOULD",
  basis: "adapter",
  needs: [],
  statement: "Two builds with the same worker index keep the events of both.",
  intent:
    "A node that stands twice in a flow is built twice by every worker, with the same index " +
    "and the same configuration.",
  notVerified: "More than two.",
  hint: "Do not derive a file or staging name from the index alone; add something unique to it.",
  judge: claimed("build.same-index-twice"),
};
