import { anyOf, blamedOn, changeOfContents, eachCall } from "../../judge/judges.ts";
import { callText } from "../../judge/symptoms.ts";
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
  notVerified: "Events that are pending in a buffer: see workers.late-build.",
  hint: "Look for a file opened to truncate, a table dropped or emptied, or a staging area " +
    "cleaned, in build or close.",
  judge: anyOf(
    eachCall(
      ({ call, before }) => call === "build" && before !== undefined,
      (call) => {
        const change = changeOfContents(call);
        return change === undefined ? undefined : `during ${callText(call)} ${change}`;
      },
    ),
    blamedOn("idle-worker", "when every worker writes something this does not happen"),
  ),
};
