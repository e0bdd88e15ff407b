import type { Report } from "../report.ts";
import type { Format, RenderOptions } from "./format.ts";
import { details, pageLimit } from "./html/detail.ts";
import type { SubjectView } from "./html/model.ts";
import { page } from "./html/page.ts";
import { subjectView } from "./html/subject_view.ts";

/**
 * One HTML page that needs nothing beside itself, of one subject or several. A part is a subject in the words of
 * the page, as JSON; how much of each is shown depends on how many there are.
 */
export const htmlFormat: Format = {
  report: (report, options) => JSON.stringify(subjectView(report, options)),
  unchecked({ subject, message }): string {
    const view: SubjectView = { name: subject, unchecked: message, causes: [], setting: {} };
    return JSON.stringify(view);
  },
  whole: (parts) => fittingPage(parts.map((part) => JSON.parse(part) as SubjectView)),
};

/** The page with the most detail that fits its limit; with the least where none does. */
function fittingPage(subjects: readonly SubjectView[]): string {
  let written = "";
  for (const detail of details) {
    written = page(subjects, detail);
    if (new TextEncoder().encode(written).length <= pageLimit) break;
  }
  return written;
}

/**
 * Writes a report as one HTML page that needs nothing beside itself: the verdict first, then the rules by family,
 * then each violated rule with its calls to step through, in lanes and with what the storage held after each, what
 * is stored against what was expected, and what to paste to see it again.
 *
 * @example
 * ```ts
 * import { renderHtml } from "@watertight/sinks/conformance";
 *
 * const page = renderHtml({
 *   subject: "rows & columns",
 *   conforms: true,
 *   seed: 1,
 *   histories: 478,
 *   elapsedMs: 120,
 *   verdicts: [],
 *   staleExemptions: [],
 *   notes: [],
 * });
 * console.assert(page.includes("<h1>rows &#38; columns conforms</h1>"));
 * ```
 */
export function renderHtml(report: Report, options: RenderOptions = {}): string {
  return htmlFormat.whole([htmlFormat.report(report, options)], options);
}
