import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.preserves`. */
export const rule: Rule<"build.preserves"> = {
  id: "build.preserves",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement: "A build, and the build and close of an idle worker, harm no stored event.",
  intent:
    "There is no barrier between workers: a build may come when others have written for long, " +
    "and most workers of a small source only build and close.",
  notVerified:
    "Events that are pending in a buffer: see workers.late-build. Builds after a close of their " +
    "run, which no engine makes: a later run does.",
  hint: "Look for a file opened to truncate, a table dropped or emptied, or a staging area " +
    "cleaned, in build or close.",
  judge: claimed("build.preserves"),
};
