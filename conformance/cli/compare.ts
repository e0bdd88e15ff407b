import type { Report, Verdict } from "../report.ts";
import type { ReportDocument } from "../report/json_schema.ts";
import { visibleLine } from "../visible.ts";

/** What became of the rules from one report to another. */
export interface Comparison {
  /** The lines to print. */
  readonly lines: readonly string[];
  /** Whether anything got worse. */
  readonly worse: boolean;
}

/** One difference. */
interface Difference {
  readonly sign: "better" | "worse" | "other";
  readonly text: string;
}

/** Compares two reports, subject by subject. */
export function compareReports(before: ReportDocument, after: ReportDocument): Comparison {
  const [old, now] = [bySubject(before), bySubject(after)];
  const differences = [...new Set([...old.keys(), ...now.keys()])].map((subject) =>
    [subject, differencesOf(old.get(subject), now.get(subject))] as const
  );
  const lines = differences.flatMap(([subject, found]) =>
    found.length === 0 ? [`${visibleLine(subject)}: the same`] : [
      visibleLine(subject),
      ...found.map(({ sign, text }) => `  ${marks[sign]} ${visibleLine(text)}`),
    ]
  );
  const worse = differences.some(([, found]) => found.some(({ sign }) => sign === "worse"));
  return { lines, worse };
}

const marks = { better: "+ better:", worse: "- worse:", other: "  changed:" } as const;

type ComparedSubject = ReportDocument["reports"][number];

function bySubject({ reports }: ReportDocument): ReadonlyMap<string, ComparedSubject> {
  return new Map(reports.map((report) => [report.subject, report]));
}

function differencesOf(
  before: ComparedSubject | undefined,
  after: ComparedSubject | undefined,
): readonly Difference[] {
  if (before === undefined) return newSubject(after!);
  if (after === undefined) return [{ sign: "worse", text: "it is not checked any more" }];
  if ("error" in after) {
    return "error" in before
      ? []
      : [{ sign: "worse", text: `no verdict any more: ${after.error}` }];
  }
  if ("error" in before) {
    return [{
      sign: "better",
      text: `a verdict: ${after.conforms ? "it conforms" : "it does not conform"}`,
    }];
  }
  const [old, now] = [byRule(before), byRule(after)];
  const rules = [...new Set([...old.keys(), ...now.keys()])];
  const found = rules.flatMap((rule) => verdictDifference(rule, old.get(rule), now.get(rule)));
  // A stale exemption, or a strict check that was cut, fails without a rule.
  if (found.some(({ sign }) => sign !== "other") || before.conforms === after.conforms) {
    return found;
  }
  return [
    ...found,
    after.conforms
      ? { sign: "better", text: "it conforms" }
      : { sign: "worse", text: "it does not conform any more" },
  ];
}

function newSubject(report: ComparedSubject): readonly Difference[] {
  if ("error" in report) return [{ sign: "worse", text: `new, without verdict: ${report.error}` }];
  return report.conforms
    ? [{ sign: "other", text: "it is new, and conforms" }]
    : [{ sign: "worse", text: "it is new, and does not conform" }];
}

function byRule({ verdicts }: Report): ReadonlyMap<string, Verdict> {
  return new Map(verdicts.map((verdict) => [verdict.rule, verdict]));
}

/** How good an outcome is; what was not judged is neither. */
const ranks: Readonly<Partial<Record<Verdict["outcome"], number>>> = {
  violated: 0,
  implied: 0,
  exempt: 1,
  satisfied: 2,
};

function verdictDifference(
  rule: string,
  before: Verdict | undefined,
  after: Verdict | undefined,
): readonly Difference[] {
  const [old, now] = [before?.outcome ?? "not judged", after?.outcome ?? "not judged"];
  if (old === now) return [];
  const [from, to] = [before && ranks[before.outcome], after && ranks[after.outcome]];
  const text = `${rule} was ${old} and is ${now}`;
  // What was kept and is not judged any more may be broken; what is broken now was not seen to be before.
  if (to === 0) return from === 0 ? [] : [{ sign: "worse", text }];
  if (from === undefined) return [{ sign: to === undefined ? "other" : "better", text }];
  if (to === undefined) return [{ sign: from === 2 ? "worse" : "other", text }];
  return [{ sign: to > from ? "better" : "worse", text }];
}
