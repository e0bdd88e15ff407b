import * as v from "valibot";
import { parse, stringify } from "yaml";
import type { Report, Verdict } from "../report.ts";
import { type RuleId, ruleIds } from "../rule_id.ts";
import { conformsBy, failsCheck } from "../search/verdicts.ts";
import { readForm } from "./read_form.ts";
import { writeOut } from "./report_printer.ts";
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
  const stale = replayed
    ? []
    : verdicts.filter(({ rule, outcome }) =>
      Object.hasOwn(failing, rule) && (outcome === "satisfied" || outcome === "inapplicable")
    ).map(({ rule }) => rule);
  const staleExemptions: readonly RuleId[] = [...new Set([...report.staleExemptions, ...stale])];
  const inLight: Report = {
    ...report,
    verdicts,
    staleExemptions,
    ...(stale.length > 0 && {
      warnings: [
        ...report.warnings ?? [],
        ...stale.map((rule) =>
          `the baseline lists ${rule} as failing, and it does not fail: take it out there`
        ),
      ],
    }),
  };
  return { ...inLight, conforms: conformsBy(inLight, strict) };
}

/**
 * Writes a baseline of what fails.
 *
 * @param found what is wrong under each rule that fails, by subject.
 * @param before what was known: its reasons stay, what is flaky too, and subjects that were not checked.
 */
export async function writeBaseline(
  file: string,
  found: ReadonlyMap<string, Readonly<Record<string, string>>>,
  before: Baseline = {},
): Promise<void> {
  const entries = [...found].map(([subject, messages]): [string, KnownFailures] => {
    const { failing: old = {}, flaky } = Object.hasOwn(before, subject) ? before[subject]! : {};
    const failing = Object.entries(messages).filter(([rule]) => !Object.hasOwn(flaky ?? {}, rule))
      .map(([rule, message]) => [rule, old[rule] ?? message]);
    return [subject, {
      ...(failing.length > 0 && { failing: Object.fromEntries(failing) }),
      ...(flaky && { flaky }),
    }];
  }).filter(([, known]) => Object.keys(known).length > 0);
  const others = Object.entries(before).filter(([subject]) => !found.has(subject));
  const baseline: Baseline = Object.fromEntries([...others, ...entries]);
  const text = file.endsWith(".json")
    ? JSON.stringify(baseline, null, 2) + "\n"
    : stringify(baseline);
  await writeOut(file, text);
}
