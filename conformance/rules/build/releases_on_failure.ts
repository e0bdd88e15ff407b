import { count } from "../../describe.ts";
import { notPutAway } from "../../judge/readable.ts";
import { isUnclear } from "../../judge/failed_calls.ts";
import type { Rule } from "../../rule.ts";

/** The rule `build.releases-on-failure`. */
export const rule: Rule<"build.releases-on-failure"> = {
  id: "build.releases-on-failure",
  level: "MUST",
  basis: "engine",
  needs: ["a build that fails"],
  statement: "A failed build leaves nothing open.",
  intent:
    "There is no partition, so nobody will close it: what the build opened stays open until " +
    "the process ends.",
  notVerified:
    "Resources that neither the process lists nor openResources counts; what a build leaves open only while " +
    "another partition is open; what a request may have opened whose outcome is not known.",
  hint: "Validate before you open; or close what was opened in a catch, and throw again.",
  ambient: true,
  silent: "no build of it failed: it reaches its storage later",
  judge: ({ trace: { leaked, undisposed, calls } }) => {
    const builds = calls.filter(({ call }) => call === "build");
    // Beside a partition that was built nobody can tell whose it is that is open.
    const alone = builds.length > 0 && builds.every(({ outcome }) => outcome.kind === "threw");
    if (!alone || calls.some(isUnclear)) return undefined;
    if (undisposed !== undefined) return [{ message: notPutAway(undisposed) }];
    if (leaked === undefined) return undefined;
    return Object.entries(leaked).filter(([, number]) => number > 0).slice(0, 1).map((
      [kind, number],
    ) => ({
      message: `a build that failed left ${count(number, kind)} open`,
    }));
  },
};
