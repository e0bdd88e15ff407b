import { earlierClose } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

const acceptedAndLost: Rule["judge"] = ({ trace: { calls, contents } }) => {
  const later = calls.filter((call) =>
    call.call === "write" && (call.events?.length ?? 0) > 0 && !call.fault &&
    earlierClose(call, calls)?.outcome.kind === "returned"
  );
  if (later.length === 0 || !contents) return undefined;
  const stored = new Set(contents.map((it) => typeof it === "number" ? it : it.event));
  return later.flatMap(({ outcome, events }) => {
    const lost = outcome.kind === "returned" && events?.find((event) => !stored.has(event));
    return typeof lost === "number"
      ? [{ message: `event ${lost} was accepted after close, and is not stored` }]
      : [];
  }).slice(0, 1);
};

/** The rule `close.rejects-later-writes`. */
export const rule: Rule<"close.rejects-later-writes"> = {
  id: "close.rejects-later-writes",
  level: "SHOULD",
  basis: "prudence",
  needs: [],
  statement: "A write after close throws, or its events are stored.",
  intent: "A write that is accepted and lost is the one failure nobody sees.",
  notVerified: "Writes after a close that failed: whether the partition is closed then is open.",
  hint: "Check a closed flag at the start of writeBatch, and throw an Error that says so.",
  judge: acceptedAndLost,
};
