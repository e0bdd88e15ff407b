import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `restart.keeps`. */
export const rule: Rule<"restart.keeps"> = {
  id: "restart.keeps",
  level: "MUST",
  basis: "engine",
  needs: ["guarantees.restart = appends"],
  statement: "A later run keeps the events of earlier ones.",
  intent: "An engine restarts a flow after every failure and every deployment.",
  notVerified: "Restarts after a crash: the runs of the check end with a close.",
  hint: "Look for a truncate or a drop at start, and for names that every run uses again.",
  judge: claimed("restart.keeps"),
};
