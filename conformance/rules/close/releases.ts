import type { Call } from "../../../src/protocol/mod.ts";
import { notPutAway } from "../../judge/readable.ts";
import { isUnclear } from "../../judge/failed_calls.ts";
import type { Rule } from "../../rule.ts";

/** What a build that failed has left open is for build.releases-on-failure to judge. */
function isFailedBuild({ call, outcome }: Call): boolean {
  return call === "build" && outcome.kind === "threw";
}

/** The rule `close.releases`. */
export const rule: Rule<"close.releases"> = {
  id: "close.releases",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement:
    "Every resource that a partition opened is released by its close, also when the flush fails.",
  intent: "A worker builds anew at every restart: what is not released adds up until the process " +
    "has no handles left.",
  notVerified:
    "Resources that neither the process lists nor openResources counts; those that are gone " +
    "some 30 ms later; those of a kind that others in the process open and close all the time; those " +
    "of a build that failed: see build.releases-on-failure; what a request may have opened whose " +
    "outcome is not known.",
  hint: "Look for what build opens: a file, a socket, an interval; close it in a finally.",
  silent: "nothing that is open in this process can be counted",
  ambient: true,
  judge: ({ trace: { leaked, undisposed, calls, given } }) => {
    if (
      given?.invalidKey !== undefined || calls.some(isFailedBuild) || calls.some(isUnclear) ||
      !calls.some(({ call }) => call === "close")
    ) return undefined;
    if (undisposed !== undefined) return [{ message: notPutAway(undisposed) }];
    if (leaked === undefined) return undefined;
    return Object.entries(leaked).filter(([, number]) => number > 0).slice(0, 1).map((
      [kind, number],
    ) => ({
      message: `after every partition was closed ${number} ${kind} more ${
        number === 1 ? "is" : "are"
      } open than before the first build`,
    }));
  },
};
