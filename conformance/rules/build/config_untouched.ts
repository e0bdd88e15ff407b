import { claimed } from "../../judge/claimed.ts";
import { anyOf, eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.config-untouched`. */
export const rule: Rule<"build.config-untouched"> = {
  id: "build.config-untouched",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement: "A build never changes the configuration, and a frozen one works.",
  intent: "The section is shared by every worker, and by every place of the node in the flow.",
  notVerified: "Changes made to it later than the build.",
  hint: "Copy what you change; do not delete a key to mark it as read.",
  judge: anyOf(
    eachCall(
      ({ call }) => call === "build",
      ({ worker, tampered }) =>
        tampered?.includes("config")
          ? `the build of worker ${worker} changed the configuration`
          : undefined,
    ),
    claimed("build.config-untouched"),
  ),
};
