import { notYetReadable } from "../../judge/readable.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.durable`. */
export const rule: Rule<"write.durable"> = {
  id: "write.durable",
  level: "MUST",
  basis: "prudence",
  needs: ["guarantees.durable = on-write", "readable = always"],
  statement: "An event can be read back once its write has returned, close or not.",
  intent: "An author who claims it lets a process be killed without losing accepted events.",
  notVerified: "That the storage itself survives a crash.",
  hint: "Await the flush within writeBatch; or claim durable: on-close.",
  judge: ({ trace }) => {
    if (trace.guarantees?.durable !== "on-write") return undefined;
    return notYetReadable(
      trace,
      ({ call, after: contents, unreadable, end }) =>
        call === "write" && end !== null
          ? { contents, unreadable, moment: { time: end + 1 } }
          : undefined,
      "returned",
    );
  },
};
