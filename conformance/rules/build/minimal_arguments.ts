import { thrownText } from "../../describe.ts";
import { claimed } from "../../judge/claimed.ts";
import { anyOf, eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.minimal-arguments`. */
export const rule: Rule<"build.minimal-arguments"> = {
  id: "build.minimal-arguments",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement: "A build without bridge and session manager works, or fails at build with a message.",
  intent: "A third-party sink gets no session manager, and a bridge only when the flow needs one.",
  notVerified: "How clear the message of a build that refuses is; of which class its error is.",
  hint: "Check at build for what is needed, and throw an Error that names it.",
  judge: anyOf(
    eachCall(
      ({ call }, { given }) => call === "build" && given?.minimalArguments === true,
      ({ outcome }) =>
        outcome.kind === "threw" && outcome.error.message === ""
          ? `without bridge and session manager the build fails and does not say why: ${
            thrownText(outcome.error)
          }`
          : undefined,
    ),
    claimed("build.minimal-arguments"),
  ),
};
