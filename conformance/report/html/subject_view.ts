import type { Report } from "../../report.ts";
import type { RenderOptions } from "../format.ts";
import { consequencesOf, withOutcome } from "../words.ts";
import { historyView } from "./history_view.ts";
import type { CauseView, SubjectView } from "./model.ts";

/** Puts a report into the words of a page. */
export function subjectView(report: Report, options: RenderOptions): SubjectView {
  const causes = withOutcome(report.verdicts, "violated").map(
    ({ counterexample, ...verdict }): CauseView => ({
      verdict,
      consequences: consequencesOf(verdict.rule, report),
      ...(counterexample && { shown: historyView(counterexample, options) }),
    }),
  );
  const verdicts = report.verdicts.map(({ counterexample: _, ...verdict }) => verdict);
  const { date, module } = options;
  return {
    name: report.subject,
    report: { ...report, verdicts },
    causes,
    setting: { ...(date !== undefined && { date }), ...(module !== undefined && { module }) },
  };
}
