import type { Report } from "../report.ts";
import type { RuleId } from "../rule_id.ts";
import { visibleLine } from "../visible.ts";

/**
 * Too little was judged for a verdict: no history said anything of what a sink is for. A limit has cut the check
 * short, or the rules that were chosen do not apply.
 *
 * @example
 * ```ts
 * import { NoVerdictError } from "@watertight/sinks/conformance";
 *
 * const report = {
 *   subject: "rows",
 *   conforms: false,
 *   seed: 1,
 *   histories: 0,
 *   elapsedMs: 1,
 *   verdicts: [],
 *   staleExemptions: [],
 *   notes: [],
 * };
 * console.assert(new NoVerdictError(report, ["write.stored"]).report === report);
 * ```
 */
export class NoVerdictError extends Error {
  /** The name of the class. */
  override readonly name = "NoVerdictError";
  /** What was judged all the same. */
  readonly report: Report;
  /** The rules that had to be judged, and were not. */
  readonly missing: readonly RuleId[];

  /** Wraps a report, and names the rules without which there is no verdict. */
  constructor(report: Report, missing: readonly RuleId[]) {
    const why = report.stopped === undefined ? "" : `; the search was ended by ${report.stopped}`;
    super(
      `Cannot give a verdict on ${visibleLine(report.subject)} as ${
        missing.join(", ")
      } must be judged: ` +
        `none of ${report.histories} histories said anything of ${
          missing.length === 1 ? "it" : "them"
        }${why}`,
    );
    this.report = report;
    this.missing = missing;
  }
}

/** The rules that say what a sink is for. */
const plainRules: readonly string[] = ["write.stored", "write.once", "write.accepts"];

/** @throws {NoVerdictError} when what nothing is violated of was not judged. */
export function requireVerdict(report: Report): void {
  const { verdicts, conforms } = report;
  // A SHOULD that is violated says as little of what a sink is for as none.
  if (!conforms && verdicts.some(({ outcome }) => outcome === "violated")) return;
  const isOpen = ({ outcome }: Report["verdicts"][number]) =>
    outcome === "inconclusive" || outcome === "inapplicable";
  const missing = verdicts.filter((it) => plainRules.includes(it.rule) && isOpen(it));
  if (missing.length > 0) throw new NoVerdictError(report, missing.map(({ rule }) => rule));
  if (verdicts.every(isOpen)) throw new NoVerdictError(report, verdicts.map(({ rule }) => rule));
}
