import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.idempotent`. */
export const rule: Rule<"close.idempotent"> = {
  id: "close.idempotent",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "A second close does nothing: no error, no change.",
  intent: "Shutdown paths meet: a signal, the end of the input and a failed peer may each close.",
  notVerified:
    "Whether a second close stores what a failed one had pending: see close.honest-after-failure.",
  hint: "Keep a closed flag, or make the release itself safe to repeat; empty the buffer when it " +
    "is flushed.",
  judge: claimed("close.idempotent"),
};
