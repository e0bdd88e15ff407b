import type { RuleId } from "../rule_id.ts";

/**
 * What one cause violates besides the rule that tells most of it: a sink that breaks the first breaks the others
 * by that. They are reported as its consequences, and not as causes of their own.
 */
export const implications: Readonly<Partial<Record<RuleId, readonly RuleId[]>>> = {
  // A partition that two share is closed by whoever ends first, in a run or in the one before.
  "build.independent": [
    "build.same-index-twice",
    "close.any-order",
    "workers.isolated-close",
    "restart.keeps",
    "restart.rescale",
  ],
  // Every run begins with builds.
  "build.preserves": ["restart.keeps", "restart.rescale", "workers.late-build"],
  // What a failure leaves behind meets the other workers of its run, as it meets the next run.
  "fault.recovers": ["workers.isolated-failure"],
  // The partition of a worker that failed is closed; and what is shut for all is shut for the next run.
  "workers.isolated-close": ["workers.isolated-failure", "restart.keeps", "restart.rescale"],
  // What undoes the events of others undoes the worker's own.
  "workers.isolated-failure": ["fault.earlier-batches"],
  // What is stored twice when the outcome is unclear is stored twice when it is clear.
  "fault.no-duplicates": ["write.once"],
  // A failure that is thrown as a text is thrown as no Error.
  "fault.surfaces": ["calls.throw-errors"],
  "close.reports-failed-flush": ["calls.throw-errors"],
  // What is still being written is open.
  "close.quiescent": ["close.releases"],
  // A timer that throws after close was left open by it.
  "calls.no-stray-errors": ["close.releases"],
};
