import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.rejects-later-writes`. */
export const rule: Rule<"close.rejects-later-writes"> = {
  id: "close.rejects-later-writes",
  level: "SHOULD",
  basis: "prudence",
  needs: [],
  statement: "A write after close throws and changes nothing, or its events are stored.",
  intent: "A write that is accepted and lost is the one failure nobody sees.",
  notVerified: "Writes after a close that failed: whether the partition is closed then is open.",
  hint: "Check a closed flag at the start of writeBatch, and throw an Error that says so.",
  judge: claimed("close.rejects-later-writes"),
};
