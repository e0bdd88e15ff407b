import { checkConformance } from "../search/check.ts";
import type { CheckOptions } from "../options.ts";
import type { Report } from "../report.ts";
import { renderText } from "../report/text.ts";
import type { Subject } from "../subject.ts";

/**
 * A sink does not conform. Its message is the report as text.
 *
 * @example
 * ```ts
 * import { ConformanceError, type Report } from "@watertight/sinks/conformance";
 *
 * const report: Report = {
 *   subject: "rows",
 *   conforms: false,
 *   seed: 1,
 *   histories: 478,
 *   elapsedMs: 120,
 *   verdicts: [],
 *   staleExemptions: ["write.stored"],
 *   notes: [],
 * };
 * console.assert(new ConformanceError(report).report === report);
 * ```
 */
export class ConformanceError extends Error {
  /** The name of the class. */
  override readonly name = "ConformanceError";
  /** The whole report. */
  readonly report: Report;

  /** Wraps a report that does not conform. */
  constructor(report: Report) {
    super(renderText(report));
    this.report = report;
  }
}

/**
 * Checks a sink and throws when it does not conform: {@linkcode checkConformance} for any test runner.
 *
 * @throws {ConformanceError} with the report when the sink does not conform.
 * @throws {FixtureError} when the subject or its fixture is at fault.
 * @throws {NoVerdictError} when too little was judged for a verdict.
 * @throws {RangeError} when an option is out of its range.
 * @throws {TypeError} when an option is of another type.
 *
 * @example
 * ```ts
 * import { assertConformance, FixtureError } from "@watertight/sinks/conformance";
 *
 * const notASubject = { name: "", events: undefined, open: undefined };
 * const error = await assertConformance(notASubject as never).catch((error) => error);
 * console.assert(error instanceof FixtureError);
 * ```
 */
export async function assertConformance<E>(
  subject: Subject<E>,
  options: CheckOptions = {},
): Promise<void> {
  const report = await checkConformance(subject, options);
  if (!report.conforms) throw new ConformanceError(report);
}
