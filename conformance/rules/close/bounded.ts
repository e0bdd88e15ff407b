import { eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.bounded`. */
export const rule: Rule<"close.bounded"> = {
  id: "close.bounded",
  level: "SHOULD",
  basis: "engine",
  needs: ["faults (hang)"],
  statement: "A close settles in bounded time when the storage hangs.",
  intent:
    "A shutdown waits for every close: one that never ends is killed from outside, together " +
    "with the closes of its peers.",
  notVerified: "Bounds longer than the callLimit; storages that cannot be made to hang.",
  hint: "Give the flush a timeout, and the number of its tries an end.",
  silent: "no close of it reaches the storage",
  judge: eachCall(
    ({ call, fault }) => call === "close" && fault?.kind === "hang" && fault.long === true,
    ({ fault }) =>
      fault?.outlasted
        ? "while the storage hung the close did not settle: it did only once the storage was back"
        : undefined,
  ),
};
