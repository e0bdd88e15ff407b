import { eachCall } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `write.bounded`. */
export const rule: Rule<"write.bounded"> = {
  id: "write.bounded",
  level: "SHOULD",
  basis: "engine",
  needs: ["faults (hang)"],
  statement: "A write settles in bounded time while the storage hangs.",
  intent:
    "An engine waits for a write before it goes on: one without a time limit stops its worker " +
    "for good, and no error ever says why.",
  notVerified: "Bounds longer than the callLimit; storages that hang below their client.",
  hint:
    "Give every request a timeout (an AbortSignal, the client's own option), and let it fail the write.",
  silent: "no write of it reaches the storage",
  judge: eachCall(
    ({ call, fault }) => call === "write" && fault?.kind === "hang" && fault.long === true,
    ({ fault }) =>
      fault?.outlasted
        ? "while the storage hung the write did not settle: it did only once the storage was back"
        : undefined,
  ),
};
