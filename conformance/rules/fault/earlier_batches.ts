import { claimed } from "../../judge/claimed.ts";
import { failedWrite } from "../../judge/failed_calls.ts";
import type { Rule } from "../../rule.ts";

/** The rule `fault.earlier-batches`. */
export const rule: Rule<"fault.earlier-batches"> = {
  id: "fault.earlier-batches",
  level: "MUST",
  basis: "contract",
  needs: ["a write that fails"],
  statement: "The events of successful calls survive a failure of another call.",
  intent: "Their writes returned: nobody will bring them again.",
  notVerified: "A storage that is still failing when the partition is closed.",
  hint: "Take events out of the buffer only after the flush has succeeded; flush what earlier " +
    "calls left when closing.",
  silent: "no write of it failed: it reaches its storage in close alone",
  judge: claimed("fault.earlier-batches", ({ trace: { calls } }) =>
    calls.some((call) => {
      const failed = call.call === "close" && !call.fault ? failedWrite(call, calls) : undefined;
      return failed !== undefined && calls.some((other) =>
        other.call === "write" && other.partition === call.partition && other.start < failed.start
      );
    })),
};
