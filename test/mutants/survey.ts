/**
 * Checks every mutant at many seeds under default options and stores what came of it in `survey.json`, from
 * which the kill matrix is made.
 *
 *     deno run --allow-all test/mutants/survey.ts [SEEDS] [PART OF A RULE OR NAME]
 *
 * With a part the results of the other mutants are kept as they are.
 */
import { checkConformance } from "../../conformance/mod.ts";
import { failedExamples } from "./fixed_examples.ts";
import { mutants } from "./mod.ts";
import type { Mutant } from "./mutant.ts";

/** What the survey knows of one mutant. */
export interface Surveyed {
  readonly rule: string;
  readonly mutant: string;
  /** Seeds at which the rule was violated. */
  readonly kills: number;
  /** The median number of histories to the first one that shows the bug. */
  readonly histories: number;
  /** The median time to a verdict on every rule, shrinking included, in milliseconds. */
  readonly milliseconds: number;
  /** The calls of the largest counterexample. */
  readonly calls: number;
  /** Other rules that were violated at any seed. */
  readonly also: readonly string[];
  /** Rules that were violated as consequences of another one at any seed. */
  readonly implied: readonly string[];
  /** Whether fixed examples find it too. */
  readonly examples: boolean;
}

/** What `survey.json` holds. */
export interface Survey {
  readonly seeds: number;
  readonly mutants: readonly Surveyed[];
}

async function survey(rule: string, mutant: Mutant, seeds: number): Promise<Surveyed> {
  const [histories, milliseconds]: [number[], number[]] = [[], []];
  const [also, implied] = [new Set<string>(), new Set<string>()];
  let calls = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const report = await checkConformance(mutant.subject, { seed });
    milliseconds.push(report.elapsedMs);
    for (const verdict of report.verdicts) {
      if (verdict.outcome === "implied") implied.add(verdict.rule);
      if (verdict.outcome !== "violated") continue;
      if (verdict.rule !== rule) {
        also.add(verdict.rule);
        continue;
      }
      const { trace, replay } = verdict.counterexample!;
      calls = Math.max(calls, trace.calls.length);
      // The first number of a path is the place of the history, or of the single event, that showed it.
      histories.push(1 + Number(replay.path.match(/\d+/)?.[0]));
    }
  }
  return {
    rule,
    mutant: mutant.name,
    kills: histories.length,
    histories: median(histories),
    milliseconds: Math.round(median(milliseconds)),
    calls,
    also: [...also].sort(),
    implied: [...implied].sort(),
    examples: (await failedExamples(mutant.subject)).length > 0,
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

const file = new URL("survey.json", import.meta.url);

/** The new results among those that are kept, in the order of the mutants. */
async function merged(surveyed: readonly Surveyed[]): Promise<Survey["mutants"]> {
  const kept: Survey = await Deno.readTextFile(file).then(JSON.parse, () => ({ mutants: [] }));
  const key = ({ rule, mutant }: Surveyed) => `${rule}: ${mutant}`;
  const known = new Map([...kept.mutants, ...surveyed].map((it) => [key(it), it]));
  return mutants.flatMap(({ rule, mutant }) => known.get(`${rule}: ${mutant.name}`) ?? []);
}

if (import.meta.main) {
  const seeds = Number(Deno.args[0] ?? 10);
  const part = Deno.args[1] ?? "";
  const surveyed: Surveyed[] = [];
  for (const { rule, mutant } of mutants) {
    if (!`${rule} ${mutant.name}`.includes(part)) continue;
    const result = await survey(rule, mutant, seeds);
    surveyed.push(result);
    const { kills, histories, milliseconds, calls, also, examples } = result;
    console.log(
      `${kills}/${seeds}  ${histories} histories  ${milliseconds} ms  ${calls} calls  ` +
        `${examples ? "examples too" : "missed by examples"}  ${rule}: ${mutant.name}` +
        (also.length > 0 ? `  (also ${also.join(", ")})` : ""),
    );
  }
  const verdicts = surveyed.map(({ milliseconds }) => milliseconds);
  console.log(
    `${surveyed.length} mutants, ${
      surveyed.filter(({ kills }) => kills === seeds).length
    } killed ` +
      `at every seed, ${median(verdicts)} ms to a verdict (median), ${
        Math.max(...verdicts)
      } at most`,
  );
  const text = JSON.stringify({ seeds, mutants: await merged(surveyed) }, undefined, 2);
  await Deno.writeTextFile(file, `${text}\n`);
}
