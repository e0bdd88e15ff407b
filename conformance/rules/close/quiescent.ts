import { changeOfContents } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.quiescent`. */
export const rule: Rule<"close.quiescent"> = {
  id: "close.quiescent",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "Nothing is stored after close has settled.",
  intent: "The process may end right after the last close: what comes later is lost or half- " +
    "written.",
  notVerified:
    "Work that stores nothing (see close.releases), or that takes longer than the suite " +
    "waits.",
  hint: "Await every promise you start; clear the flush timer in close.",
  judge: ({ trace: { contents, lateContents, calls } }) => {
    if (!contents || !lateContents || !calls.some(({ call }) => call === "close")) return undefined;
    const change = changeOfContents(contents, lateContents);
    return change === undefined ? [] : [{ message: `after the last close had settled ${change}` }];
  },
};
