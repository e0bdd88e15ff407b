import type { Report, Verdict } from "../report.ts";
import { count } from "../describe.ts";
import { visibleLine } from "../visible.ts";
import { Measure } from "./measure.ts";
import type { Format, RenderOptions } from "./format.ts";
import { ansiPaint, noPaint, type Paint } from "./paint.ts";
import { violationText } from "./violation_text.ts";
import {
  byReason,
  consequencesOf,
  countsOf,
  effortOf,
  endOf,
  nameOf,
  neverText,
  outcomeOf,
  replayText,
  staleText,
  withOutcome,
} from "./words.ts";

/** How a report is written out as text. */
export interface TextOptions extends RenderOptions {
  /** Whether each rule that was not judged is listed with the reason, and not only how many; default: if verbose. */
  readonly unjudged?: boolean;
}

/**
 * Writes a report as text for people: the verdict first, then each violated rule with its smallest history, the
 * events concerned and what to paste to see it again, then what was not judged.
 *
 * @example
 * ```ts
 * import { renderText } from "@watertight/sinks/conformance";
 *
 * const text = renderText({
 *   subject: "rows",
 *   conforms: true,
 *   seed: 1,
 *   histories: 478,
 *   elapsedMs: 120,
 *   verdicts: [],
 *   staleExemptions: [],
 *   notes: [],
 * });
 * console.assert(text.startsWith("rows conforms"));
 * ```
 */
export function renderText(report: Report, options: TextOptions = {}): string {
  const { verdicts, staleExemptions, never = [], notes, warnings = [] } = report;
  const { verbose = false, unjudged = verbose, replay = replayText, colour, rulesPage } = options;
  const measure = new Measure(options.width);
  const paint = colour ? ansiPaint : noPaint;
  const pageOf = (id: string) => rulesPage && `${rulesPage}#${id.replace(".", "")}`;
  const listed = (lines: readonly string[]) => lines.flatMap((line) => measure.listed(line));
  const wrong = (line: string) => measure.across(`✗ ${line}`, 2).map(paint.bad).join("\n");
  return [
    [headline(report, measure, paint), ...effortLines(report, measure)].join("\n"),
    ...withOutcome(verdicts, "violated").map((verdict) =>
      violationText(verdict, consequencesOf(verdict.rule, report), {
        measure,
        paint,
        replay,
        pageOf,
      })
    ),
    ...never.map((label) => wrong(neverText(label))),
    ...staleExemptions.map((id) => wrong(staleText(id))),
    ...unjudgedText(verdicts, unjudged, measure, paint),
    ...reasonsText("Exempt", withOutcome(verdicts, "exempt"), measure, paint),
    ...sectionText("Not done", listed(warnings.map(visibleLine)), paint),
    ...sectionText("Better than claimed", listed(notes.map(visibleLine)), paint),
    ...(verbose ? groundsText(report, measure, paint) : []),
  ].join("\n\n") + "\n";
}

/** The report as one of the formats of the command line. */
export const textFormat: Format = {
  report: (report, options) => renderText(report, options),
  unchecked: ({ message }, { width, colour }) =>
    new Measure(width).across(message, 2).map((colour ? ansiPaint : noPaint).bad).join("\n") + "\n",
  whole: (parts) => parts.join("\n"),
};

/** The verdict, and the counts behind it where the line has room for them. */
function headline(report: Report, measure: Measure, paint: Paint): string {
  const [outcome, counts] = [outcomeOf(report), countsOf(report)];
  const colour = (text: string) => (report.conforms ? paint.good : paint.bad)(paint.strong(text));
  const [whole = "", ...more] = measure.across(`${outcome}: ${counts}`);
  return more.length === 0
    ? colour(outcome) + whole.slice(outcome.length)
    : [...measure.across(outcome).map(colour), ...measure.across(counts)].join("\n");
}

function effortLines(report: Report, measure: Measure): readonly string[] {
  return [effortOf(report), ...endOf(report)].flatMap((line) => measure.across(visibleLine(line)));
}

function sectionText(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length > 0 ? [[paint.strong(title), ...lines].join("\n")] : [];
}

function reasonsText(
  title: string,
  verdicts: readonly Verdict[],
  measure: Measure,
  paint: Paint,
): string[] {
  const lines = [...byReason(verdicts)].flatMap(([reason, group]) => [
    ...measure.listed(visibleLine(reason)),
    ...group.map((verdict) => `    ${nameOf(verdict)}`),
  ]);
  return sectionText(title, lines, paint);
}

function unjudgedText(
  verdicts: readonly Verdict[],
  listed: boolean,
  measure: Measure,
  paint: Paint,
): string[] {
  const unjudged = withOutcome(verdicts, "inconclusive", "inapplicable");
  if (listed || unjudged.length === 0) return reasonsText("Not judged", unjudged, measure, paint);
  return [paint.faint(`Not judged: ${count(unjudged.length, "rule")}; verbose tells why`)];
}

/** What a green rests on: the rules that hold, and what the histories did. */
function groundsText(
  { verdicts, situations = {} }: Report,
  measure: Measure,
  paint: Paint,
): string[] {
  const satisfied = withOutcome(verdicts, "satisfied")
    .flatMap(({ rule, histories }) => measure.listed(`${rule} (${histories})`));
  const met = Object.entries(situations)
    .flatMap(([situation, times]) => measure.listed(`${situation} (${times})`));
  return [
    ...sectionText("Satisfied, with the number of histories judged", satisfied, paint),
    ...sectionText("Met, with the number of histories", met, paint),
  ];
}
