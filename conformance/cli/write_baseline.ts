import { stringify } from "yaml";
import type { Baseline, KnownFailures } from "./baseline.ts";
import { writeOut } from "./report_printer.ts";

/** What a check found of one subject. */
export interface FoundOfSubject {
  readonly subject: string;
  /** What is wrong under each rule that fails. */
  readonly failing: Readonly<Record<string, string>>;
  /** The rules that were judged, and that nothing fails under. */
  readonly kept: readonly string[];
}

/**
 * Writes a baseline of what fails.
 *
 * @param before what was known: its reasons stay, what is flaky too, what was not judged, and subjects that were not
 * checked.
 */
export async function writeBaseline(
  file: string,
  found: readonly FoundOfSubject[],
  before: Baseline = {},
): Promise<void> {
  const bySubject = Map.groupBy(found, ({ subject }) => subject);
  const entries = [...bySubject].map(([subject, all]) =>
    [subject, knownAfter(ownOf(before, subject), all)] as const
  ).filter(([, known]) => Object.keys(known).length > 0);
  const others = Object.entries(before).filter(([subject]) => !bySubject.has(subject));
  const baseline: Baseline = Object.fromEntries([...others, ...entries]);
  const text = file.endsWith(".json")
    ? JSON.stringify(baseline, null, 2) + "\n"
    : stringify(baseline);
  await writeOut(file, text);
}

/** Two baselines in one: where both know of a rule, the first one does. */
export function joinBaselines(first: Baseline, second: Baseline): Baseline {
  const subjects = new Set([...Object.keys(second), ...Object.keys(first)]);
  return Object.fromEntries(
    [...subjects].map((subject) => {
      const [own, other] = [ownOf(first, subject), ownOf(second, subject)];
      const without = (reasons: Reasons = {}, known: Reasons = {}) =>
        Object.entries(reasons).filter(([rule]) => !Object.hasOwn(known, rule));
      return [
        subject,
        knownOf(
          [...without(other.failing, own.flaky), ...Object.entries(own.failing ?? {})],
          [...without(other.flaky, own.failing), ...Object.entries(own.flaky ?? {})],
        ),
      ];
    }),
  );
}

type Reasons = Readonly<Record<string, string>>;

function ownOf(baseline: Baseline, subject: string): KnownFailures {
  return Object.hasOwn(baseline, subject) ? baseline[subject]! : {};
}

/** What is known once subjects of one name were checked: only what all of them keep is forgotten. */
function knownAfter(
  { failing: reasons = {}, flaky = {} }: KnownFailures,
  all: readonly FoundOfSubject[],
): KnownFailures {
  const found: Reasons = Object.assign({}, ...all.map(({ failing }) => failing));
  const isKept = (rule: string) => all.every(({ kept }) => kept.includes(rule));
  const listed = Object.entries({ ...found, ...reasons })
    .filter(([rule]) => !Object.hasOwn(flaky, rule) && !isKept(rule));
  // What one of them keeps and another one does not may do either.
  const [failing = [], either = []] = [false, true].map((differs) =>
    listed.filter(([rule]) => all.some(({ kept }) => kept.includes(rule)) === differs)
  );
  return knownOf(failing, [...Object.entries(flaky), ...either]);
}

function knownOf(
  failing: readonly (readonly [string, string])[],
  flaky: readonly (readonly [string, string])[],
): KnownFailures {
  return {
    ...(failing.length > 0 && { failing: Object.fromEntries(failing) }),
    ...(flaky.length > 0 && { flaky: Object.fromEntries(flaky) }),
  };
}
