/** Which broken sink is killed by which rule, and after how many histories: as the pages of it need it. */
import { type Rule, rules } from "../../conformance/mod.ts";
import { mutants } from "../mutants/mod.ts";
import { survivors } from "../mutants/survivors.ts";
import type { Survey, Surveyed } from "../mutants/survey.ts";

/** One broken sink. */
export interface Kill extends Surveyed {
  /** The bug of real sinks that it is modelled on. */
  readonly models: string;
}

/** A rule with the sinks that it must kill, those that it is violated by besides, and those that it lets live. */
export interface RuleKills {
  readonly rule: Rule;
  readonly kills: readonly Kill[];
  /** Sinks of other rules that this one is accused with, or named as a consequence. */
  readonly besides: readonly Kill[];
  readonly survivors: readonly { readonly name: string; readonly models: string }[];
}

/** The kills of every rule, in the order of the rules. */
export function killsOf(survey: Survey): readonly RuleKills[] {
  const models = new Map(mutants.map(({ mutant }) => [mutant.name, mutant.models]));
  const all = survey.mutants.map((it): Kill => ({ ...it, models: models.get(it.mutant)! }));
  return rules.map((rule) => ({
    rule,
    kills: all.filter((it) => it.rule === rule.id),
    besides: all.filter((it) => it.also.includes(rule.id) || it.implied.includes(rule.id)),
    survivors: survivors[rule.id] ?? [],
  }));
}

/** How many histories a kill took: a step is named by the most of it. */
export const steps: readonly { readonly most: number; readonly text: string }[] = [
  { most: 2, text: "1 or 2" },
  { most: 10, text: "up to 10" },
  { most: 40, text: "up to 40" },
  { most: 150, text: "up to 150" },
  { most: Infinity, text: "more" },
];

/** The step of a number of histories. */
export function stepOf(histories: number): number {
  return steps.findIndex(({ most }) => histories <= most);
}
