import { claimed } from "../../judge/claimed.ts";
import { failedWrite } from "../../judge/failed_calls.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.after-failed-write`. */
export const rule: Rule<"close.after-failed-write"> = {
  id: "close.after-failed-write",
  level: "MUST",
  basis: "engine",
  needs: ["a write that fails"],
  statement: "A close after a failed write does not throw.",
  intent:
    "The engine is failing the run already: an error in this close aborts the whole process, " +
    "and no other worker flushes.",
  notVerified: "Closes after a failed build, for which there is no partition.",
  hint: "Remember that a write failed; let close release only, and swallow what that throws.",
  silent: "no write of it failed: it reaches its storage in close alone",
  judge: claimed(
    "close.after-failed-write",
    ({ trace: { calls } }) =>
      calls.some((call) => call.call === "close" && failedWrite(call, calls) !== undefined),
  ),
};
