import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `workers.late-build`. */
export const rule: Rule<"workers.late-build"> = {
  id: "workers.late-build",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "A worker may be built after another has written.",
  intent: "There is no barrier: each worker builds while it wires its dataflow.",
  notVerified: "Builds in another process.",
  hint: "Look for a build that resets what is shared: a table, a folder, a list.",
  judge: claimed("workers.late-build"),
};
