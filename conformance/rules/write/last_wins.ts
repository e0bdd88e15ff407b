import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.last-wins`. */
export const rule: Rule<"write.last-wins"> = {
  id: "write.last-wins",
  level: "MUST",
  basis: "contract",
  needs: ["key"],
  statement: "Of the events of one key the storage holds the last one written.",
  intent: "A keyed table is read for the present state: an older one is wrong, and looks right.",
  notVerified:
    "Events of one key that several workers of a run write, between which there is no order.",
  hint:
    "Look for an insert that ignores conflicts, and for a batch that is written from its end or keeps the first of a key.",
  silent: "its events hardly ever share a key: let `events` yield some that do",
  judge: claimed(
    "write.last-wins",
    ({ trace: { keys } }) => keys !== undefined && new Set(keys).size < keys.length,
  ),
};
