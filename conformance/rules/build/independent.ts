import type { Rule } from "../../rule.ts";

/** The rule `build.independent`. */
export const rule: Rule<"build.independent"> = {
  id: "build.independent",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "Every build gives a partition of its own.",
  intent:
    "The partition belongs to one worker for the whole run: a shared one is closed by whoever " +
    "ends first.",
  notVerified: "State that distinct partitions share: the workers rules look for its effects.",
  hint: "Look for a partition kept in a field, a module variable or a cache.",
  judge: ({ trace: { calls } }) => {
    const builds = calls.filter(({ call, outcome }) =>
      call === "build" && outcome.kind === "returned"
    );
    if (builds.length < 2) return undefined;
    return builds.flatMap((build) =>
      build.built && "sameAs" in build.built
        ? [{
          message:
            `the build of worker ${build.worker} gives the very partition that an earlier build gave`,
          calls: [calls.indexOf(build)],
        }]
        : []
    ).slice(0, 1);
  },
};
