import type { Context, PoolContext } from "../execute/context.ts";
import { wait } from "../execute/waiting.ts";
import { unattributed } from "../judge/evidence.ts";
import type { Settings } from "../options.ts";
import { placesOf } from "../regressions/regression.ts";
import type { Rule } from "../rule.ts";
import { FixtureError } from "../subject/fixture_error.ts";
import { pathWith } from "../subject/simpler_path.ts";
import { aHandful, fewTries, holdsWithOthers, placesOfAnyOther } from "./any_other.ts";
import { Attributor } from "./attribute.ts";
import { type Deadline, deadlineIn } from "./deadline.ts";
import type { HistoryParameters } from "./history_parameters.ts";
import { usualIdleTime } from "./idle_times.ts";
import { lateRules } from "./minimise.ts";
import { isRegressionPath } from "./regressions.ts";
import { contextAt } from "./replay.ts";
import { Results, type Violation } from "./results.ts";
import { hasUnsettled, traceOf, waitsLong } from "./run_history.ts";
import { simplerEvents } from "./simpler_events.ts";
import { stepwise } from "./stepwise.ts";
import { Trial } from "./trial.ts";

/**
 * What is found, with what helps to understand it: simpler values of the events that matter, which of them any other
 * could stand for, and what the storage held after each call. Whatever fails in it, the verdict stands.
 */
export async function explained<E>(
  context: PoolContext<E>,
  histories: HistoryParameters,
  settings: Settings,
  found: ReadonlyMap<Rule, Violation>,
  deadline: Deadline,
): Promise<Map<Rule, Violation>> {
  const explained = new Map<Rule, Violation>();
  for (const [index, [rule, violation]] of [...found].entries()) {
    settings.progress({ phase: "shrink", rule: rule.id });
    const left = Math.max(0, deadline.left) / (found.size - index);
    const share = deadlineIn(left * valueShare, context.clock, settings.signal);
    const explaining = new Explaining(context, histories, settings, rule, share);
    // A replay shows what was found, as it is.
    const valued = settings.path === undefined ? await explaining.values(violation) : violation;
    explained.set(rule, deadline.passed ? valued : await explaining.steps(valued));
  }
  // What the calls of these executions left behind comes while the check still catches it.
  if (found.size > 0) await wait(usualIdleTime, context.clock);
  return explained;
}

/** The part of the time of a rule that its values are looked at in; to look after each call takes one execution. */
const valueShare = 0.8;

class Explaining<E> {
  readonly #context: PoolContext<E>;
  readonly #histories: HistoryParameters;
  readonly #settings: Settings;
  readonly #rule: Rule;
  readonly #deadline: Deadline;

  constructor(
    context: PoolContext<E>,
    histories: HistoryParameters,
    settings: Settings,
    rule: Rule,
    deadline: Deadline,
  ) {
    [this.#context, this.#histories, this.#settings] = [context, histories, settings];
    [this.#rule, this.#deadline] = [rule, deadline];
  }

  /** With the history read after each of its calls. */
  async steps(found: Violation): Promise<Violation> {
    const trace = await stepwise(this.#at(found.path), found.history, found.trace);
    return trace ? { ...found, stepwise: trace } : found;
  }

  /** With simpler values, and what is known of those that do not matter. */
  async values(found: Violation): Promise<Violation> {
    const { history, trace, path } = found;
    const places = [...new Set(placesOf(trace, history))];
    if (places.length === 0 || !this.#isTellable(found)) return found;
    try {
      const trial = new Trial(this.#at(path), this.#rule, found);
      if (!await trial.holds(new Map())) return found;
      const free = await placesOfAnyOther(this.#context, trial, places, this.#deadline);
      const fixed = places.filter((place) => !free?.includes(place));
      const simpler = await this.#withSimpler(found, trial, places, fixed);
      if (!free) return simpler;
      const sure = simpler === found || free.length === 0 ||
        await this.#isStillAnyOther(simpler, places, free);
      if (!sure) return simpler;
      const anyOther = [...trace.events.keys()].filter((event) =>
        free.includes(placesOf(trace, history)[event]!)
      );
      return { ...simpler, anyOther };
    } catch (error) {
      if (error instanceof FixtureError) return found;
      throw error;
    }
  }

  /** Values are told apart by running a history some times: not what waits, comes and goes, or may be a neighbour's. */
  #isTellable({ trace, times, path }: Violation): boolean {
    return !times && !this.#rule.ambient && !lateRules.has(this.#rule.id) &&
      !hasUnsettled(trace) && !waitsLong(trace) && !isRegressionPath(path) &&
      !this.#deadline.passed;
  }

  async #withSimpler(
    found: Violation,
    trial: Trial<E>,
    all: readonly number[],
    fixed: readonly number[],
  ): Promise<Violation> {
    // An event that was made smaller alone is as small as it can be.
    if (all.length > aHandful || found.path.startsWith("event:")) return found;
    const simpler = await simplerEvents(this.#context, trial, all, fixed, this.#deadline);
    if (simpler.length === 0) return found;
    return await this.#reproduced(found, pathWith(found.path, simpler)) ?? found;
  }

  /** What a replay of a path finds of the rule: what is wrong must be the same, and blamed on the same. */
  async #reproduced(found: Violation, path: string): Promise<Violation | undefined> {
    const { history } = found;
    const context = this.#at(path);
    const results = new Results([this.#rule]);
    results.judge(unattributed(await traceOf(context, history)), { history, path });
    if (results.violated.length === 0) {
      const attributor = new Attributor(context, this.#histories, this.#deadline);
      for (const { evidence, ...its } of await attributor.attributeAsIs(history, path)) {
        results.judge(evidence, its);
      }
    }
    const again = results.violation(this.#rule);
    if (!again || again.times || String(again.calls) !== String(found.calls)) return undefined;
    return again;
  }

  async #isStillAnyOther(
    found: Violation,
    all: readonly number[],
    some: readonly number[],
  ): Promise<boolean> {
    const trial = new Trial(this.#at(found.path), this.#rule, found);
    const sets = { all, some };
    return await holdsWithOthers(this.#context, trial, sets, fewTries, this.#deadline) === true;
  }

  /** Causes are told apart by what is stored, without a look for files, or for what is left open. */
  #at(path: string): Context<E> {
    const { growth: _, ...context } = contextAt(this.#context, this.#settings, path);
    return { ...context, counts: false };
  }
}
