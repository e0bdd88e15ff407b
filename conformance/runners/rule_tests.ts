import { ConformanceError } from "./assert.ts";
import type { Report, Verdict } from "../report.ts";
import type { RuleId } from "../rule_id.ts";
import type { NoVerdictError } from "../search/no_verdict_error.ts";
import { failsCheck } from "../search/verdicts.ts";

/** What one check came to, for all the tests that share it. */
export interface Checked {
  /** What was judged. */
  readonly report: Report;
  /** Why that is too little for a verdict. */
  readonly noVerdict?: NoVerdictError;
}

/**
 * Passes unless the check fails for something that concerns no single rule.
 *
 * @throws {NoVerdictError} when too little was judged.
 * @throws {ConformanceError} when an exemption is stale, when what must happen sometimes never did, or when a limit has cut the search under `strict`.
 */
export function requireReport({ report, noVerdict }: Checked, strict: boolean): void {
  if (noVerdict) throw noVerdict;
  const cut = strict && report.stopped !== undefined;
  const never = report.never?.length ?? 0;
  if (cut || never > 0 || report.staleExemptions.length > 0) throw new ConformanceError(report);
}

/**
 * The verdict on a rule, unless it fails the check.
 *
 * @throws {ConformanceError} with the report on the rule alone and on what is violated with it.
 * @throws {NoVerdictError} when the rule is one of those that had to be judged.
 */
export function requireRule(id: RuleId, { report, noVerdict }: Checked, strict: boolean): Verdict {
  if (noVerdict?.missing.includes(id)) throw noVerdict;
  const verdict = report.verdicts.find(({ rule }) => rule === id)!;
  if (failsCheck(verdict, report.verdicts, strict)) {
    throw new ConformanceError(reportOn(verdict, report));
  }
  return verdict;
}

/** What a report says of a violated rule: a consequence is told with what it follows from, and the other way round. */
function reportOn(verdict: Verdict, report: Report): Report {
  const causeOf = ({ rule, cause }: Verdict): RuleId => {
    const first = report.verdicts.find((it) => it.rule === cause);
    return first ? causeOf(first) : rule;
  };
  const { warnings: _, stopped: __, never: ___, ...rest } = report;
  return {
    ...rest,
    verdicts: report.verdicts.filter((it) => causeOf(it) === causeOf(verdict)),
    staleExemptions: [],
    notes: [],
  };
}
