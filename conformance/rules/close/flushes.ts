import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.flushes`. */
export const rule: Rule<"close.flushes"> = {
  id: "close.flushes",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "A close succeeds, and stores what is pending.",
  intent: "At the end of the input nothing follows but the close: what it does not store is lost.",
  notVerified:
    "Buffers larger than some thousand events, which the check does not fill: there a lost " +
    "tail is reported by write.stored.",
  hint:
    "Flush in close before you release; await the flush. If it throws: the error in the message " +
    "is the sink's own.",
  judge: claimed("close.flushes"),
};
