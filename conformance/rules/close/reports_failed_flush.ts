import { claimed } from "../../judge/claimed.ts";
import { failedWriteOf } from "../../judge/failed_calls.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.reports-failed-flush`. */
export const rule: Rule<"close.reports-failed-flush"> = {
  id: "close.reports-failed-flush",
  level: "MUST",
  basis: "contract",
  needs: ["faults"],
  statement: "On the clean path a flush that fails makes close throw.",
  intent:
    "A close that returns tells the engine that everything is stored; it then commits its own " +
    "position.",
  notVerified: "Sinks that never have anything pending at close.",
  hint: "Let the error of the flush out of close, after the release: try { flush } finally { " +
    "release }.",
  judge: claimed(
    "close.reports-failed-flush",
    ({ trace: { calls } }) =>
      calls.some(({ call, fault, partition }) =>
        call === "close" && fault && !failedWriteOf(partition, calls) &&
        calls.some((other) => other.call === "write" && other.partition === partition)
      ),
  ),
};
