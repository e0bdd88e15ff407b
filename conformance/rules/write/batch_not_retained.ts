import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.batch-not-retained`. */
export const rule: Rule<"write.batch-not-retained"> = {
  id: "write.batch-not-retained",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement: "Reusing the array after the call changes nothing stored.",
  intent: "The runtime may empty and fill the same array again for the next batch.",
  notVerified: "A sink that reads the array later but before the call settles may do so.",
  hint: "Buffer the items and not the array: push(...items), or a copy.",
  judge: claimed("write.batch-not-retained"),
};
