import type { Report } from "../../report.ts";
import type { RenderOptions } from "../format.ts";
import { consequencesOf, replayOf, replayText, withOutcome } from "../words.ts";
import { historyView } from "./history_view.ts";
import type { CauseView, SubjectView } from "./model.ts";

/** Puts a report into the words of a page. */
export function subjectView(report: Report, options: RenderOptions): SubjectView {
  const { replay = replayText, date, module } = options;
  const causes = withOutcome(report.verdicts, "violated").map((one): CauseView => {
    const { counterexample, ...verdict } = one;
    const again = replayOf(one);
    return {
      verdict,
      consequences: consequencesOf(verdict.rule, report),
      ...(again && { replay: replay(again) }),
      ...(counterexample && { shown: historyView(counterexample) }),
    };
  });
  const verdicts = report.verdicts.map(({ counterexample: _, ...verdict }) => verdict);
  return {
    name: report.subject,
    report: { ...report, verdicts },
    causes,
    setting: { ...(date !== undefined && { date }), ...(module !== undefined && { module }) },
  };
}
