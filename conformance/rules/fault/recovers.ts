import { blamedOnFailure } from "../../judge/failures.ts";
import { anyOf } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

const partitionsAfterFaults: Rule["judge"] = ({ trace: { calls } }) => {
  const fault = calls.find((call) => call.fault);
  const fresh = fault && calls.some(({ call, run }) => call === "write" && run > fault.run);
  return fresh ? [] : undefined;
};

/** The rule `fault.recovers`. */
export const rule: Rule<"fault.recovers"> = {
  id: "fault.recovers",
  level: "MUST",
  basis: "engine",
  needs: ["faults"],
  statement: "Once the storage is back, a fresh partition works.",
  intent:
    "The engine restarts the flow in the same process or the next: it must not find what the " +
    "failure left behind.",
  notVerified: "Failures of the network below the storage's client.",
  hint: "Do not keep a broken connection, a rejected promise or an error flag beyond the " +
    "partition.",
  judge: anyOf(
    partitionsAfterFaults,
    blamedOnFailure(
      "fresh",
      "an earlier run had met a failure of the storage, which was healed by then",
    ),
  ),
};
