import * as v from "valibot";
import { parse } from "yaml";
import { describeValue } from "../describe.ts";
import type { Report, Verdict } from "../report.ts";
import { type RuleId, ruleIds } from "../rule_id.ts";
import { conformsBy, failsCheck } from "../search/verdicts.ts";
import { readForm } from "./read_form.ts";
import { didYouMean } from "./suggest.ts";

/** What is known to fail, by the name of the subject. Plain data. */
export type Baseline = Readonly<Record<string, KnownFailures>>;

/** What is known to fail of one subject: rules, each with the reason. */
export interface KnownFailures {
  /** What fails every time; once it does not, the entry is stale, and an error. */
  readonly failing?: Readonly<Record<string, string>>;
  /** What fails now and then. */
  readonly flaky?: Readonly<Record<string, string>>;
}

const known: readonly string[] = ruleIds;

const reasons = v.record(
  v.pipe(
    v.string(),
    v.check(
      (id) => known.includes(id),
      ({ input }) => `${JSON.stringify(input)} is no rule${didYouMean(String(input), known)}`,
    ),
  ),
  v.pipe(v.string("a reason is a text"), v.check((it) => it.trim() !== "", "a reason is empty")),
);

const form: v.GenericSchema<unknown, Baseline> = v.record(
  v.string(),
  v.pipe(
    v.strictObject({ failing: v.exactOptional(reasons), flaky: v.exactOptional(reasons) }),
    v.check(
      ({ failing = {}, flaky = {} }) =>
        Object.keys(failing).every((rule) => !Object.hasOwn(flaky, rule)),
      "a rule is under failing and under flaky",
    ),
  ),
);

/** Reads a baseline. @throws {TypeError} when the file is none. */
export async function readBaseline(file: string): Promise<Baseline> {
  return await readForm(
    file,
    form,
    "a baseline: subjects with rules under failing and flaky, each with its reason",
    (text) => parse(text) ?? {},
  );
}

/** What to tell of each subject that a baseline lists, and that is none of those that were checked. */
export function unknownSubjects(baseline: Baseline, checked: readonly string[]): readonly string[] {
  return Object.keys(baseline).filter((subject) => !checked.includes(subject)).map((subject) =>
    `the baseline lists ${describeValue(subject)}, and no subject has that name${
      didYouMean(subject, checked)
    }: take it out there, or check its module too`
  );
}

/** What is wrong under each rule that fails a check. */
export function failuresOf(
  { verdicts }: Report,
  strict: boolean,
): Readonly<Record<string, string>> {
  const failing = verdicts.filter((it) =>
    it.outcome === "violated" && failsCheck(it, verdicts, strict)
  );
  return Object.fromEntries(
    failing.map((
      { rule, counterexample, reason },
    ) => [rule, counterexample?.message ?? reason ?? "violated"]),
  );
}

/** The rules that nothing fails under. */
export function keptOf({ verdicts }: Report): readonly RuleId[] {
  return verdicts.filter(({ outcome }) => outcome === "satisfied" || outcome === "inapplicable")
    .map(({ rule }) => rule);
}

/**
 * A report in the light of what is known to fail: that is exempt, with its reason, and an entry of what fails every
 * time is stale when the rule is kept.
 *
 * @param replayed whether the report is of one history alone: then nothing is known of the others.
 */
export function inLightOf(
  baseline: Baseline,
  report: Report,
  { strict, replayed }: { readonly strict: boolean; readonly replayed: boolean },
): Report {
  const own = Object.hasOwn(baseline, report.subject) ? baseline[report.subject]! : {};
  const { failing = {}, flaky = {} } = own;
  const verdicts = report.verdicts.map((verdict): Verdict => {
    const { rule, outcome, cause: _, ...rest } = verdict;
    if (outcome !== "violated" && outcome !== "implied") return verdict;
    const reason = Object.hasOwn(failing, rule)
      ? `known to fail, by the baseline: ${failing[rule]}`
      : Object.hasOwn(flaky, rule)
      ? `known to fail now and then, by the baseline: ${flaky[rule]}`
      : undefined;
    return reason === undefined ? verdict : { ...rest, rule, outcome: "exempt", reason };
  });
  const kept = replayed ? [] : keptOf(report).filter((rule) => Object.hasOwn(failing, rule));
  const stale = report.stopped === undefined ? kept : [];
  const staleExemptions: readonly RuleId[] = [...new Set([...report.staleExemptions, ...stale])];
  const inLight: Report = {
    ...report,
    verdicts,
    staleExemptions,
    ...(kept.length > 0 && {
      warnings: [
        ...report.warnings ?? [],
        ...kept.map((rule) =>
          `the baseline lists ${rule} as failing, and ${
            report.stopped === undefined
              ? "it does not fail: take it out there"
              : "it could not be told whether it still does: the search was cut"
          }`
        ),
      ],
    }),
  };
  return { ...inLight, conforms: conformsBy(inLight, strict) };
}
