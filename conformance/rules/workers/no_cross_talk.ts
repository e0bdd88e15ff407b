import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `workers.no-cross-talk`. */
export const rule: Rule<"workers.no-cross-talk"> = {
  id: "workers.no-cross-talk",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "Any interleaving of the workers' calls gives the same contents for each of them.",
  intent: "Workers run in parallel: what one does between two awaits of another is a matter of " +
    "chance.",
  notVerified: "Threads; interleavings of real I/O that did not come up.",
  hint: "Look for module-level state, and for a read, an await and then a write of something " +
    "shared.",
  judge: claimed("workers.no-cross-talk"),
};
