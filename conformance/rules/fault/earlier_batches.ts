import { blamedOnFailure, failedWrite } from "../../judge/failures.ts";
import { anyOf } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

const failuresAfterWrites: Rule["judge"] = ({ trace: { calls } }) =>
  calls.some((call) => {
      const failed = call.call === "close" && !call.fault ? failedWrite(call, calls) : undefined;
      return failed?.fault && calls.some((other) =>
        other.call === "write" && other.partition === call.partition && other.start < failed.start
      );
    })
    ? []
    : undefined;

/** The rule `fault.earlier-batches`. */
export const rule: Rule<"fault.earlier-batches"> = {
  id: "fault.earlier-batches",
  level: "MUST",
  basis: "contract",
  needs: ["faults"],
  statement: "The events of earlier successful calls survive a later failure.",
  intent: "Their writes returned: nobody will bring them again.",
  notVerified: "A storage that is still failing when the partition is closed.",
  hint: "Take events out of the buffer only after the flush has succeeded; flush what earlier " +
    "calls left when closing.",
  silent: "no write of it failed: it reaches its storage in close alone",
  judge: anyOf(
    failuresAfterWrites,
    blamedOnFailure("earlier", "a later call of that partition had failed"),
  ),
};
