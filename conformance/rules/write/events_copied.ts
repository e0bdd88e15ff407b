import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.events-copied`. */
export const rule: Rule<"write.events-copied"> = {
  id: "write.events-copied",
  level: "SHOULD",
  basis: "adapter",
  needs: [],
  statement: "Changing an event after the call changes nothing stored.",
  intent: "Payload objects may be shared with another branch that goes on working with them.",
  notVerified: "Events without anything changeable in them.",
  hint: "Serialise or copy the events before the call settles when they are buffered.",
  silent: "its events hold nothing that can be changed",
  judge: claimed("write.events-copied"),
};
