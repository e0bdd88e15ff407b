import type { Report, Verdict } from "../report.ts";
import { Measure } from "./measure.ts";
import type { RenderOptions } from "./format.ts";
import { noPaint } from "./paint.ts";
import { violationText } from "./violation_text.ts";
import { consequencesOf, endOf, neverText, replayText, staleText, withOutcome } from "./words.ts";

/** Whether a violation fails the check, whatever else is asked of it; the others warn. */
export function isFailure({ level, claimed }: Verdict): boolean {
  return level === "MUST" || claimed === true;
}

/** Why a report does not conform beside the rules that fail it, a sentence each. */
export function otherFailuresOf(report: Report): readonly string[] {
  const { verdicts, staleExemptions, never = [], conforms } = report;
  const violated = withOutcome(verdicts, "violated");
  const told = [...never.map(neverText), ...staleExemptions.map(staleText)];
  if (conforms || told.length > 0 || violated.some(isFailure)) return told;
  return [
    violated.length > 0 ? "A SHOULD is violated, and the check is strict." : "The check is strict.",
    ...endOf(report),
  ];
}

/** A violated rule as the text report shows it. */
export function plainViolation(
  verdict: Verdict,
  report: Report,
  { replay = replayText, width }: RenderOptions,
): string {
  return violationText(verdict, consequencesOf(verdict.rule, report), {
    measure: new Measure(width),
    paint: noPaint,
    replay,
    pageOf: () => undefined,
  });
}
