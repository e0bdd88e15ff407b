import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `restart.keeps`. */
export const rule: Rule<"restart.keeps"> = {
  id: "restart.keeps",
  level: "MUST",
  basis: "engine",
  needs: [],
  statement:
    "A later run works, and keeps the events of earlier ones unless it claims to replace them.",
  intent: "An engine restarts a flow after every failure and every deployment.",
  notVerified:
    "Restarts after a crash: the runs of the check end with a close. What becomes of earlier events " +
    'where the sink claims restart: "replaces".',
  hint: "Look for a truncate or a drop at start, for names that every run uses again, and for a " +
    "create that fails when it finds what it made before.",
  judge: claimed("restart.keeps"),
};
