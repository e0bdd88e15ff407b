import type { ThrownValue, Trace } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import { execute } from "../execute/execute.ts";
import { straysIn } from "../execute/stray_errors.ts";
import { type History, isCall } from "../history/history.ts";
import { unattributed } from "../judge/evidence.ts";
import { factorsOf } from "../judge/factors.ts";
import { Situations } from "../judge/situations.ts";
import type { Regression } from "../regressions/regression.ts";
import type { Attributor } from "./attribute.ts";
import { CensusBudget } from "./census_budget.ts";
import { LateReadings } from "./late_readings.ts";
import { withOwnLateWrites, writesLate } from "./late_writes.ts";
import { leakOf } from "./leaks.ts";
import { Mishaps } from "./mishaps.ts";
import { regressionContext, regressionPath } from "./regressions.ts";
import type { Results } from "./results.ts";
import { disposedTrace, hasUnsettled } from "./run_history.ts";
import { StrayErrorSearch } from "./stray_error_search.ts";
import { UnclaimedGuarantees } from "./unclaimed_guarantees.ts";

/** Anomalies that brought no news so many times in a row are looked into in new situations alone. */
const tired = 24;

/** Milliseconds that a call is waited for once one has never settled: what hangs is known by then. */
const impatience = 100;

/** Histories that end in a call that never settles, before no more are made. */
const mostStuck = 12;

/** How many histories open no file, or one that is not theirs, before no more are looked at for files. */
const [enoughFileless, enoughForeign] = [10, 8];

/** Runs the histories of one check in turn, and has each of them judged. */
export class HistoryRunner<E> {
  /** How many histories were executed. */
  histories = 0;
  /** Why no more are, if so. */
  stopped: string | undefined;
  /** The situations they met. */
  readonly met: Situations = new Situations();
  /** How many milliseconds it took to open their fixtures. */
  opening = 0;
  readonly #results: Results;
  readonly #attributor: Attributor<E>;
  readonly #systematic: number;
  readonly #progress: (path: string, histories: number) => void;
  readonly #late: LateReadings<E>;
  readonly #strays: StrayErrorSearch<E>;
  readonly #claims: UnclaimedGuarantees;
  readonly #mishaps = new Mishaps();
  readonly #budget: CensusBudget;
  #context: Context<E>;
  /** The place of the next history among all of the seed. */
  #index = 0;
  #fruitless = 0;
  #stuck = 0;
  #fileless = 0;
  #foreign = 0;
  /** What was not run or not counted, and what went wrong for once. */
  readonly warnings: string[] = [];
  /** The situations in which anomalies were looked into: their kinds, and what is particular. */
  readonly #situations = new Set<string>();

  /** @param systematic how many histories come before the random ones. @param progress is told each path, and how many were before. */
  constructor(
    context: Context<E>,
    results: Results,
    attributor: Attributor<E>,
    systematic: number,
    progress: (path: string, histories: number) => void,
  ) {
    this.#progress = progress;
    this.#budget = new CensusBudget(context.census);
    this.#context = { ...context, census: this.#budget.census };
    this.#results = results;
    this.#attributor = attributor;
    this.#systematic = systematic;
    this.#late = new LateReadings(context);
    this.#strays = new StrayErrorSearch(context, results);
    this.#claims = new UnclaimedGuarantees(context.guarantees);
  }

  /** Executes no more histories. */
  stop(reason: string): void {
    this.stopped ??= reason;
  }

  /** Executes a history that violated a rule once. */
  async revisit(
    regression: Regression,
    index: number,
    attributorOf: (context: Context<E>) => Attributor<E>,
  ): Promise<void> {
    const path = regressionPath(index);
    this.#progress(path, this.histories++);
    const context = this.#contextOf(regression);
    if (!context) return;
    const { history } = regression;
    const strays = new StrayErrorSearch(context, this.#results);
    const trace = await withOwnLateWrites(context, history, await strays.traceOf(history));
    const seen = unattributed(trace);
    this.met.note(trace, seen.factors);
    this.#results.judge(seen, { history, path });
    this.warnings.push(...await strays.end());
    for (const { evidence, ...found } of await attributorOf(context).attributeAsIs(history, path)) {
      this.#results.judge(evidence, found);
    }
  }

  #contextOf(regression: Regression): Context<E> | undefined {
    try {
      return regressionContext(this.#context, regression);
    } catch (error) {
      // Its events have changed: that is no fault of the sink, nor of the fixture, but it must be seen.
      if (!(error instanceof RangeError)) throw error;
      this.warnings.push(error.message);
      return undefined;
    }
  }

  /** Executes the next history and has it judged, at once or after a while. */
  async visit(history: History): Promise<void> {
    const index = this.#index++;
    if (this.#isSpoilt(history)) return;
    const path = String(index);
    this.#progress(path, this.histories++);
    const sampled = index % (index < this.#systematic ? 6 : 32) === 0;
    // Counting what is open costs as much as several histories: some of them tell enough, but a build that
    // must fail has few, and what it leaves open is all there is to see of it.
    // Once something is known to be left open, looking for it again would only cost time.
    const known = this.#results.violates("close.releases");
    const counted = history.given?.invalidConfig !== undefined || failsBuild(history) ||
      sampled && !known && this.#context.counts && this.#budget.grant();
    const { growth, ...rest } = this.#context;
    const looks = growth && sampled && this.#fileless < enoughFileless &&
      this.#foreign < enoughForeign && !this.#results.violates("close.quiescent");
    const context = {
      ...rest,
      ...(!counted && { counts: false }),
      ...(known && { grace: 0 }),
      strayed: this.#strays.listener(history, path),
      ...(looks && { growth }),
    };
    const executed = await execute(context, history);
    this.opening += executed.openedIn;
    if (looks) this.#fileless = executed.opensFiles ? -Infinity : this.#fileless + 1;
    const unsettled = hasUnsettled(executed.trace);
    if (!unsettled && !hangs(history) && (index < this.#systematic || sampled)) {
      await this.#late.watch(executed, async (trace, errors) => {
        await this.#judge(
          history,
          { ...trace, ...straysIn(context.strayErrors, []) },
          path,
          sampled,
        );
        await this.#strays.suspect(history, path, errors);
      });
    } else {
      const merelySlow = unsettled && this.#stuck === 0 &&
        await this.#mishaps.isSlowForOnce(this.#context, executed, history);
      const trace = await disposedTrace(executed);
      if (unsettled) this.met.note(trace, factorsOf(trace));
      if (unsettled && !merelySlow) this.#noteUnsettled(trace, history, path);
      else if (!merelySlow) await this.#judge(history, trace, path, sampled);
      await this.#strays.pass(history, path);
    }
    await this.#strays.judge();
  }

  /**
   * A call that had all its time is judged; then the others need not have so much, and what does not settle in
   * less says nothing.
   */
  #noteUnsettled(trace: Trace, history: History, path: string): void {
    if (this.#stuck++ === 0) {
      this.#results.judge(unattributed(trace), { history, path, smallest: true });
      const patience = Math.min(this.#context.callLimit, impatience);
      this.#context = { ...this.#context, patience };
    }
    if (this.#stuck === mostStuck) this.stop("calls that never settled");
  }

  /** Whether a history has nothing more to say because of what is known already. */
  #isSpoilt(history: History): boolean {
    // Frozen for good, a node that fixtures share would break every later history.
    if (history.given?.frozenNode) return this.#results.violates("node.immutable");
    return history.steps.some((step) =>
      isCall(step) && step.fault?.long === true && step.do !== "build" &&
      this.#results.violates(`${step.do}.bounded`)
    );
  }

  async #judge(history: History, seen: Trace, path: string, sampled: boolean): Promise<void> {
    const trace = await this.#withOwnLateWrites(
      history,
      await this.#withOwnLeaks(history, seen),
    );
    const evidence = unattributed(trace);
    this.met.note(trace, evidence.factors);
    this.#results.judge(evidence, { history, path });
    if (evidence.anomalies.length === 0) return this.#claims.judge(trace, sampled);
    // What else such a history shows has been judged; what was refused is blamed on nobody.
    if (await this.#mishaps.isRefusedForOnce(this.#context, history, trace)) return;
    this.#claims.spoil();
    const kinds = [...new Set(evidence.anomalies.map(({ kind }) => kind))].join();
    const situation = `${kinds} with ${[...evidence.factors].join()}`;
    // Each systematic history is there for a situation of its own; random ones mostly mix what is known. But what
    // was seen beside other anomalies alone may never have been told from them.
    const unheard = !this.#situations.has(kinds) ||
      Number(path) < this.#systematic && !this.#situations.has(situation);
    if (this.#fruitless >= tired && !unheard) return;
    this.#situations.add(kinds).add(situation);
    let news = false;
    for (const { evidence, ...found } of await this.#attributor.attribute(history, trace, path)) {
      news = this.#results.judge(evidence, { ...found, smallest: true }) || news;
    }
    this.#fruitless = news ? 0 : this.#fruitless + 1;
  }

  /** What the process has open may be a neighbour's: it is not believed before it grows with the history. */
  async #withOwnLeaks(history: History, trace: Trace): Promise<Trace> {
    if (!Object.values(trace.leaked ?? {}).some((number) => number > 0)) return trace;
    const known = this.#results.violates(
      failsBuild(history) || history.given?.invalidConfig !== undefined
        ? "build.releases-on-failure"
        : "close.releases",
    );
    return { ...trace, leaked: known ? {} : await leakOf(this.#context, history) ?? {} };
  }

  /** So may a file that was still written be. */
  async #withOwnLateWrites(history: History, { stillWritten, ...trace }: Trace): Promise<Trace> {
    if (!stillWritten || this.#results.violates("close.quiescent")) return trace;
    if (this.#foreign >= enoughForeign) return trace;
    if (!await writesLate(this.#context, history)) {
      this.#foreign++;
      return trace;
    }
    this.#attributor.restless = true;
    return { ...trace, stillWritten };
  }

  /**
   * Judges what is still watched, and what was left behind early, by such a history as this one, that of path 1.
   * What the sink does better than it claims, one sentence each.
   */
  async end(early: readonly ThrownValue[], lone?: History): Promise<readonly string[]> {
    await this.#late.end();
    const [error] = early;
    if (error && lone) this.#strays.listener(lone, "1")(error);
    this.warnings.push(
      ...await this.#strays.end(),
      ...this.#mishaps.warnings,
      ...this.#budget.warnings,
    );
    return this.stopped === undefined ? this.#claims.notes() : [];
  }

  /** Gives up what is still watched. */
  async abandon(): Promise<void> {
    await this.#late.abandon();
  }
}

function hangs({ steps }: History): boolean {
  return steps.some((step) => isCall(step) && step.fault?.kind === "hang");
}

function failsBuild({ steps }: History): boolean {
  return steps.some((step) => step.do === "build" && step.fault !== undefined);
}
