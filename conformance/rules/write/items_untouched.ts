import { callText } from "../../judge/anomalies.ts";
import { claimed } from "../../judge/claimed.ts";
import { anyOf, eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.items-untouched`. */
export const rule: Rule<"write.items-untouched"> = {
  id: "write.items-untouched",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement: "A write changes neither the batch nor an event.",
  intent:
    "Payload objects may be shared with another branch of the flow, and the batch belongs to " +
    "the runtime.",
  notVerified: "Private state of class instances.",
  hint: "Copy before you sort, splice, delete or redact.",
  judge: anyOf(
    eachCall(
      ({ call, events }) => call === "write" && (events?.length ?? 0) > 0,
      (call) =>
        call.tampered && call.tampered.length > 0
          ? `${callText(call)} changed ${
            call.tampered.map((it) => it === "batch" ? "the batch array" : "an event").join(" and ")
          }`
          : undefined,
    ),
    claimed("write.items-untouched"),
  ),
};
