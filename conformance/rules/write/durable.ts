import { earlierClose } from "../../judge/judges.ts";
import { callText } from "../../judge/symptoms.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.durable`. */
export const rule: Rule<"write.durable"> = {
  id: "write.durable",
  level: "MUST",
  basis: "prudence",
  needs: ["guarantees.durable = on-write"],
  statement: "An event can be read back once its write has returned, close or not.",
  intent: "An author who claims it lets a process be killed without losing accepted events.",
  notVerified: "That the storage itself survives a crash.",
  hint: "Await the flush within writeBatch; or claim durable: on-close.",
  judge: ({ trace: { calls, guarantees } }) => {
    if (guarantees?.durable !== "on-write") return undefined;
    const looked = calls.filter(({ call, after, outcome, events }) =>
      call === "write" && after && outcome.kind === "returned" && (events?.length ?? 0) > 0
    );
    if (looked.length === 0) return undefined;
    return looked.flatMap((call) => {
      const seen = new Set(
        call.after?.map((stored) => typeof stored === "number" ? stored : stored.event),
      );
      const missing = call.events?.find((event) => !seen.has(event));
      if (missing === undefined || earlierClose(call, calls)) return [];
      return [{ message: `event ${missing} cannot be read after ${callText(call)} returned` }];
    }).slice(0, 1);
  },
};
