import { count } from "../../describe.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.releases-on-failure`. */
export const rule: Rule<"build.releases-on-failure"> = {
  id: "build.releases-on-failure",
  level: "MUST",
  basis: "engine",
  needs: ["invalidConfigs"],
  statement: "A failed build leaves nothing open.",
  intent:
    "There is no partition, so nobody will close it: what the build opened stays open until " +
    "the process ends.",
  notVerified: "Builds that fail for other reasons; resources that neither the process lists nor " +
    "openResources counts.",
  hint: "Validate before you open; or close what was opened in a catch, and throw again.",
  ambient: true,
  judge: ({ trace: { given, leaked, calls } }) => {
    const failed = calls.some(({ call, outcome }) => call === "build" && outcome.kind === "threw");
    if (given?.invalidKey === undefined || leaked === undefined || !failed) return undefined;
    return Object.entries(leaked).slice(0, 1).map(([kind, number]) => ({
      message: `a build that failed left ${count(number, kind)} open`,
    }));
  },
};
