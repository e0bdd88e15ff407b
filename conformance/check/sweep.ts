import type { Trace } from "../../src/protocol/mod.ts";
import { noCensus } from "../execute/census.ts";
import { execute } from "../execute/execute.ts";
import { disposeFixture } from "../execute/fixture.ts";
import type { Stage } from "../execute/stage.ts";
import type { History } from "../history.ts";
import { evidenceOf } from "../judge/evidence.ts";
import type { Regression } from "../regression.ts";
import { UnclaimedGuarantees } from "./claims.ts";
import { hasUnsettled, investigate, watchedTraceOf } from "./investigate.ts";
import type { Ledger } from "./ledger.ts";
import { regressionPath, regressionStage } from "./regressions.ts";
import { Vigil } from "./vigil.ts";

/** Symptoms that brought no news so many times in a row are investigated in new situations alone. */
const tired = 24;

/** Visits the histories of one check in turn, and has each of them judged. */
export class Sweep<E> {
  /** How many histories were executed. */
  histories = 0;
  /** Why no more are, if so. */
  stopped: string | undefined;
  readonly #stage: Stage<E>;
  readonly #uncounted: Stage<E>;
  readonly #ledger: Ledger;
  readonly #systematic: number;
  readonly #progress: (path: string) => void;
  readonly #vigil: Vigil<E>;
  readonly #claims: UnclaimedGuarantees;
  /** The place of the next history among all of the seed. */
  #index = 0;
  #fruitless = 0;
  /** The situations in which symptoms were investigated: their kinds, and what is particular. */
  readonly #situations = new Set<string>();

  /** @param systematic how many histories come before the random ones. @param progress is told each path. */
  constructor(
    stage: Stage<E>,
    ledger: Ledger,
    systematic: number,
    progress: (path: string) => void,
  ) {
    this.#progress = progress;
    this.#stage = stage;
    this.#uncounted = { ...stage, census: noCensus, counts: false };
    this.#ledger = ledger;
    this.#systematic = systematic;
    this.#vigil = new Vigil(stage);
    this.#claims = new UnclaimedGuarantees(stage.guarantees);
  }

  /** Executes no more histories. */
  stop(reason: string): void {
    this.stopped ??= reason;
  }

  /** Executes a history that violated a rule once. */
  async revisit(regression: Regression, index: number): Promise<void> {
    this.histories++;
    this.#progress(regressionPath(index));
    const stage = regressionStage(this.#stage, regression);
    const trace = await watchedTraceOf(stage, regression.history);
    for (const evidence of await investigate(stage, regression.history, trace)) {
      this.#ledger.judge(evidence, regression.history, regressionPath(index));
    }
  }

  /** Executes the next history and has it judged, at once or after a while. */
  async visit(history: History): Promise<void> {
    const index = this.#index++;
    if (this.stopped !== undefined || this.#isSpoilt(history)) return;
    this.histories++;
    this.#progress(String(index));
    const sampled = index % (index < this.#systematic ? 6 : 32) === 0;
    // Counting what is open costs as much as several histories: some of them tell enough, but a build that
    // must fail has few, and what it leaves open is all there is to see of it.
    const counted = sampled || history.given?.invalidConfig !== undefined;
    const executed = await execute(counted ? this.#stage : this.#uncounted, history);
    if (hasUnsettled(executed.trace)) this.stop("a call that never settled");
    const judge = (trace: Trace) => this.#judge(history, trace, String(index), sampled);
    if (!hangs(history) && (index < this.#systematic || sampled)) {
      return await this.#vigil.watch(executed, judge);
    }
    try {
      await judge(executed.trace);
    } finally {
      await disposeFixture(executed.fixture, this.#stage.callLimit);
    }
  }

  /** Whether a history has nothing more to say because of what is known already. */
  #isSpoilt(history: History): boolean {
    // Frozen for good, a node that fixtures share would break every later history.
    if (history.given?.frozenNode) return this.#ledger.violates("node.immutable");
    return hangs(history) && this.#ledger.violates("close.bounded");
  }

  async #judge(history: History, seen: Trace, path: string, sampled: boolean): Promise<void> {
    const trace = await this.#withOwnStrays(history, seen);
    const evidence = evidenceOf(trace);
    if (evidence.symptoms.length === 0) {
      this.#ledger.judge(evidence, history, path);
      this.#claims.judge(trace, sampled);
      return;
    }
    this.#claims.spoil();
    const situation = [...evidence.blamed.keys(), ...evidence.circumstances].join();
    // Each systematic history is there for a situation of its own; random ones mostly mix what is known.
    const unheard = Number(path) < this.#systematic && !this.#situations.has(situation);
    if (this.#fruitless >= tired && !unheard) return;
    this.#situations.add(situation);
    let news = false;
    for (const finding of await investigate(this.#uncounted, history, trace)) {
      news = this.#ledger.judge(finding, history, path) || news;
    }
    this.#fruitless = news ? 0 : this.#fruitless + 1;
  }

  /** Errors that no call reported may be of any history of a group: each is run alone to tell whose they are. */
  async #withOwnStrays(history: History, trace: Trace): Promise<Trace> {
    if (!trace.strays || trace.strays.length === 0) return trace;
    if (this.#ledger.violates("calls.no-stray-errors")) return { ...trace, strays: [] };
    return await watchedTraceOf(this.#uncounted, history);
  }

  /** Judges what is still watched. What the sink does better than it claims, one sentence each. */
  async end(): Promise<readonly string[]> {
    await this.#vigil.end();
    return this.stopped === undefined ? this.#claims.notes() : [];
  }

  /** Gives up what is still watched. */
  async abandon(): Promise<void> {
    await this.#vigil.abandon();
  }
}

function hangs({ steps }: History): boolean {
  return steps.some((step) => "fault" in step && step.fault === "hang");
}
