import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

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
  judge: claimed("fault.recovers", ({ trace: { calls } }) => {
    const fault = calls.find((call) => call.fault);
    return fault !== undefined &&
      calls.some(({ call, run }) => call === "write" && run > fault.run);
  }),
};
