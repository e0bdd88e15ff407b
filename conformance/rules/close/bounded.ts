import { eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.bounded`. */
export const rule: Rule<"close.bounded"> = {
  id: "close.bounded",
  level: "SHOULD",
  basis: "engine",
  needs: ["faults"],
  statement: "A close settles in bounded time when the storage hangs.",
  intent:
    "A shutdown waits for every close: one that never ends is killed from outside, together " +
    "with the closes of its peers.",
  notVerified:
    "Bounds longer than an eighth of the callLimit; storages that cannot be made to hang.",
  hint: "Give the flush a timeout, and the number of its tries an end.",
  silent: "its storage cannot be made to hang",
  judge: eachCall(
    ({ call, fault }) => call === "close" && fault?.kind === "hang",
    ({ fault }) =>
      fault?.outlasted
        ? "while the storage hung the close did not settle: it did only once the storage was back"
        : undefined,
  ),
};
