import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.concurrent`. */
export const rule: Rule<"build.concurrent"> = {
  id: "build.concurrent",
  level: "SHOULD",
  basis: "engine",
  needs: [],
  statement: "Overlapping builds are safe.",
  intent: "Workers build while they wire their dataflows, all at the same time.",
  notVerified: "Builds in other processes; orders of I/O that did not come up.",
  hint: "Look for a check that is followed by an awaited creation, and make the creation itself " +
    "tolerate that it exists.",
  silent: "its builds return at once, or it is built by one worker only: they never overlap",
  judge: claimed("build.concurrent"),
};
