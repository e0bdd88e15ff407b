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

/** Compares two reports, subject by subject; of several of one name the first with the first, and so on. */
export function compareReports(before: ReportDocument, after: ReportDocument): Comparison {
  const [old, now] = [bySubject(before), bySubject(after)];
  const differences = [...new Set([...old.keys(), ...now.keys()])].flatMap((subject) => {
    const [were, are] = [old.get(subject) ?? [], now.get(subject) ?? []];
    return Array.from(
      { length: Math.max(were.length, are.length) },
      (_, index) => [subject, differencesOf(were[index], are[index])] as const,
    );
  });
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

function bySubject({ reports }: ReportDocument): ReadonlyMap<string, readonly ComparedSubject[]> {
  return Map.groupBy(reports, ({ subject }) => subject);
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
  const found = [
    ...rules.flatMap((rule) => verdictDifference(rule, old.get(rule), now.get(rule))),
    ...endDifference(before, after),
  ];
  // A stale exemption, what never happened, or a strict check that was cut fails without a rule.
  const sign = after.conforms ? "better" : "worse";
  if (before.conforms === after.conforms || found.some((it) => it.sign === sign)) return found;
  return [...found, {
    sign,
    text: after.conforms ? "it conforms" : "it does not conform any more",
  }];
}

/** Whether the search came to its end: what was cut may have missed what the other one saw. */
function endDifference(before: Report, after: Report): readonly Difference[] {
  if ((before.stopped === undefined) === (after.stopped === undefined)) return [];
  return after.stopped === undefined
    ? [{ sign: "better", text: "its search came to its end" }]
    : [{ sign: "worse", text: `its search was ended early by ${after.stopped}` }];
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
  if (from === undefined) {
    // What is exempt is violated, and was not seen to be before.
    return [{ sign: to === undefined ? "other" : to === 1 ? "worse" : "better", text }];
  }
  if (to === undefined) return [{ sign: from === 2 ? "worse" : "other", text }];
  return [{ sign: to > from ? "better" : "worse", text }];
}
