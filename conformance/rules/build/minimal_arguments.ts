import { thrownText } from "../../describe.ts";
import { anyOf, blamedOn } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.minimal-arguments`. */
export const rule: Rule<"build.minimal-arguments"> = {
  id: "build.minimal-arguments",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement: "A build without bridge and session manager works, or fails clearly at build.",
  intent: "A third-party sink gets no session manager, and a bridge only when the flow needs one.",
  notVerified: "How clear the message of a build that refuses is.",
  hint: "Check at build for what is needed, and throw an Error that names it.",
  judge: anyOf(
    ({ trace: { given, calls } }) => {
      // A configuration that is frozen or made of strings besides may be what the build stumbles over.
      if (!given?.minimalArguments || given.frozenConfig || given.stringConfig) return undefined;
      const vague = calls.find(({ call, outcome }) =>
        call === "build" && outcome.kind === "threw" &&
        (!outcome.error.isError || outcome.error.name === "TypeError" ||
          outcome.error.name === "ReferenceError")
      );
      return vague?.outcome.kind === "threw"
        ? [{
          message: `without bridge and session manager the build fails by accident: ${
            thrownText(vague.outcome.error)
          }`,
        }]
        : [];
    },
    blamedOn("minimal-arguments", "with a bridge and a session manager this does not happen"),
  ),
};
