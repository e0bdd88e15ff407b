import * as fc from "fast-check";
import type { Trace } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import { keyOf } from "../values/equality.ts";
import { eventCount, eventsOf, type History } from "../history/history.ts";
import { anomaliesOf, type AnomalyKind, isRefusal, kindsOf } from "../judge/anomalies.ts";
import { claimOf } from "../judge/attribution.ts";
import { allMayTellOfEarlierFailure } from "../judge/background_failure.ts";
import { isOfBrokenBatch } from "../judge/broken_batches.ts";
import { type Evidence, evidenceOfKind, unattributed } from "../judge/evidence.ts";
import { isOfFailedPartitions } from "../judge/failed_partitions.ts";
import { requireReadable, unreadOnce } from "../subject/preflight.ts";
import { longIdleTime } from "./idle_times.ts";
import { writesLate } from "./late_writes.ts";
import { KnownCauses } from "./known_causes.ts";
import type { Deadline } from "./deadline.ts";
import type { HistoryParameters } from "./history_parameters.ts";
import type { Times } from "./results.ts";
import { hasUnsettled, isRestless, traceOf, watchedTraceOf } from "./run_history.ts";
import { takeApart } from "./take_apart.ts";

/** The evidence of an anomaly with its cause, in the smallest history that shows it. */
export interface Attributed {
  readonly evidence: Evidence;
  readonly history: History;
  readonly path: string;
  readonly times?: Times;
}

/** How often a history runs before what it showed once counts as chance. */
const few = 4;

/** How often a history runs that does not show the same every time. */
const many = 20;

/**
 * Tells what is to blame for what is wrong in the histories of one check: runs a failing history again before it
 * believes it, makes it small, takes it apart, and confirms what it found. What it knows explains later failures,
 * so that a second bug is found behind the first.
 */
export class Attributor<E> {
  /** Whether the storage was seen at work after the last close. */
  restless = false;
  /** Without a look for files: causes are told apart by what is stored. */
  readonly #context: Context<E>;
  readonly #looking: Context<E>;
  readonly #histories: HistoryParameters;
  readonly #deadline: Deadline;
  readonly #known: KnownCauses<E>;
  #readable: Promise<void> | undefined;
  /** Whether anything was blamed on something. */
  #told = false;
  /** Whether a call was seen to tell of a failure that its partition had met in the background. */
  #inBackground = false;
  /** The kinds that were seen to come and go. */
  readonly #chances = new Set<AnomalyKind>();

  constructor(context: Context<E>, histories: HistoryParameters, deadline: Deadline) {
    const { growth: _, ...rest } = context;
    [this.#context, this.#looking] = [rest, context];
    this.#known = new KnownCauses(rest);
    this.#histories = histories;
    this.#deadline = deadline;
  }

  /** What is to blame for what is wrong in a history, as far as it is not known already. */
  async attribute(history: History, seen: Trace, path: string): Promise<readonly Attributed[]> {
    const again = await this.#again(history, kindsOf(seen));
    if (isRestless(again)) this.restless = true;
    if (isRestless(again) || hasUnsettled(again)) return [];
    if (seen.unreadable !== undefined) await this.#requireReadable();
    const recurring = kindsOf(again).filter((kind) => kindsOf(seen).includes(kind));
    if (recurring.length === 0) return await this.#chance(kindsOf(seen)[0], history, seen, path);
    const found: Attributed[] = [];
    let open = await this.#known.unexplained(history, again, recurring);
    // Until something is told the limit is no reason to keep silent: what was seen would end in a green report.
    while (open.length > 0 && !(this.#told && this.#deadline.passed)) {
      const [kind, ...others] = open;
      found.push(...await this.#attributeKind(kind!, history, again, path));
      this.#told ||= found.length > 0;
      open = others.length > 0 ? await this.#known.unexplained(history, again, others) : [];
    }
    return found;
  }

  /** A history once more; a few times, as a refusal by chance may hide in one run what every other shows. */
  async #again(history: History, kinds: readonly AnomalyKind[]): Promise<Trace> {
    let trace = await watchedTraceOf(this.#context, history);
    for (let run = 1; run < few && !kindsOf(trace).some((it) => kinds.includes(it)); run++) {
      trace = await watchedTraceOf(this.#context, history);
    }
    return trace;
  }

  /** What is to blame for what is wrong in a history that is not to be made smaller. */
  async attributeAsIs(history: History, path: string): Promise<readonly Attributed[]> {
    const trace = await watchedTraceOf(this.#context, history);
    const found: Attributed[] = [];
    for (const kind of kindsOf(trace)) {
      const told = await takeApart(this.#context, history, kind, 1);
      if (told === "restless" || told === "excused") continue;
      if (told === "unsteady") found.push(...await this.#chance(kind, history, trace, path));
      else found.push({ evidence: evidenceOfKind(kind, told.trace, told.cause), history, path });
    }
    return found;
  }

  async #attributeKind(
    kind: AnomalyKind,
    history: History,
    trace: Trace,
    path: string,
  ): Promise<readonly Attributed[]> {
    if (this.#inBackground && allMayTellOfEarlierFailure(kind, trace)) return [];
    const small = await this.#minimise(kind, history, path);
    const { kind: shown, history: its } = await this.#alone(kind, small.history);
    const told = await takeApart(this.#context, its, shown, this.#repetitions(shown));
    if (told === "restless") {
      this.restless = true;
      // What the storage holds says nothing then but that it was not at rest.
      const trace = await watchedTraceOf(this.#context, its, longIdleTime);
      return [{ ...small, history: its, evidence: unattributed(trace) }];
    }
    if (told === "unsteady") return await this.#chance(kind, history, trace, path);
    if (told === "excused") {
      this.#inBackground = true;
      return [];
    }
    const { cause, factor } = told;
    const rule = claimOf(cause, shown);
    // What is wrong with a batch that failed, and would be without the failure, is no affair of the failure.
    if (rule === undefined) return [];
    return this.#known.add(rule, shown, factor)
      ? [{ ...small, history: its, evidence: evidenceOfKind(shown, told.trace, cause) }]
      : [];
  }

  /**
   * How often what is found must hold. Where things come and go by chance, what holds three times may do so by
   * chance as well; and among many calls one is refused nearly every time.
   */
  #repetitions(kind: AnomalyKind): number {
    if (this.#chances.size === 0) return 2;
    return isRefusal(kind) && [...this.#chances].some(isRefusal) ? many : 7;
  }

  /** What an anomaly is when nothing stands beside the event that could be mistaken for it. */
  async #alone(
    kind: AnomalyKind,
    history: History,
  ): Promise<{ readonly kind: AnomalyKind; readonly history: History }> {
    const altered = await this.#alteredAlone(kind, history);
    if (altered) return { kind: "altered", history: altered };
    if (kind === "stale") {
      const lastOnly = await this.#withoutStale(history);
      const trace = await traceOf(this.#context, lastOnly);
      if (kindsOf(trace).includes("lost")) return { kind: "lost", history: lastOnly };
    }
    return { kind, history };
  }

  /** In the place of every event that is stored although it was replaced, an event with a key of its own. */
  async #withoutStale(history: History): Promise<History> {
    const { pool: { events }, subject: { key } } = this.#context;
    const keyAt = (place: number) => keyOf(key?.(events[place]!));
    const written = eventsOf(history);
    const used = new Set(written.map(keyAt));
    const others = events.keys().filter((place) => !used.has(keyAt(place)));
    const trace = await traceOf(this.#context, history);
    const stale = new Set(
      anomaliesOf(trace).map(({ kind, event }) => kind === "stale" ? written[event!] : undefined),
    );
    const fresh = (place: number): readonly number[] => {
      const other = stale.has(place) ? others.next().value : place;
      return other === undefined ? [] : [other];
    };
    const steps = history.steps.map((step) =>
      step.do === "write" ? { ...step, events: step.events.flatMap(fresh) } : step
    );
    return { ...history, steps };
  }

  /**
   * What becomes of an event may look like another event, and the event lost: alone in a history it is told from
   * that. The history of the one that is altered, if any is.
   */
  async #alteredAlone(kind: AnomalyKind, history: History): Promise<History | undefined> {
    if (!mistakable.has(kind) || eventCount(history) > 8) return undefined;
    for (const event of eventsOf(history)) {
      const alone: History = { workers: 1, steps: [{ do: "write", worker: 0, events: [event] }] };
      const trace = await traceOf(this.#context, alone);
      if (kindsOf(trace).includes("altered")) return alone;
    }
    return undefined;
  }

  /** The smallest history that shows an anomaly which nothing known explains. */
  async #minimise(
    kind: AnomalyKind,
    history: History,
    path: string,
  ): Promise<{ readonly history: History; readonly path: string }> {
    if (!/^\d+$/.test(path)) return { history, path };
    const { arbitrary, parameters } = this.#histories;
    let smallest = history;
    let failure: unknown;
    const property = fc.asyncProperty(arbitrary, async (candidate) => {
      if (failure !== undefined || this.#deadline.passed && candidate !== history) return;
      try {
        if (!await this.#shows(kind, candidate)) return;
        smallest = candidate;
      } catch (error) {
        failure = error; // A fixture at fault is not a counterexample: the search ends with it.
        return;
      }
      throw new Error(kind);
    });
    const { counterexamplePath } = await fc.check(property, { ...parameters, path, numRuns: 1 });
    if (failure !== undefined) throw failure;
    return { history: smallest, path: counterexamplePath ?? path };
  }

  async #shows(kind: AnomalyKind, history: History): Promise<boolean> {
    const trace = await traceOf(this.#context, history);
    if (hasUnsettled(trace) || !kindsOf(trace).includes(kind)) return false;
    return (await this.#known.unexplained(history, trace, [kind])).length > 0;
  }

  /** What comes and goes is told once, with how often it shows, and blamed on nothing. */
  async #chance(
    kind: AnomalyKind | undefined,
    history: History,
    seen: Trace,
    path: string,
  ): Promise<readonly Attributed[]> {
    // Where calls leave work behind, what of it is done when the contents are read is no chance of its own.
    if (kind === undefined || this.restless) return [];
    if (isOfFailedPartitions(kind, seen) || allMayTellOfEarlierFailure(kind, seen)) return [];
    if (await writesLate(this.#looking, history)) {
      this.restless = true;
      return [{ evidence: unattributed({ ...seen, stillWritten: true }), history, path }];
    }
    const rule = claimOf("chance", kind);
    // Where what is stored comes and goes, a batch that failed is broken by that.
    const told = this.#chances.size > 0 && isOfBrokenBatch(kind) ||
      [...this.#chances].some((it) => claimOf("chance", it) === rule);
    this.#chances.add(kind);
    if (told) return [];
    let [shown, runs, trace]: [number, number, Trace] = [1, 1, seen];
    for (; runs < many && !this.#deadline.passed; runs++) {
      const again = await traceOf(this.#context, history);
      if (!kindsOf(again).includes(kind)) continue;
      [shown, trace] = [shown + 1, again];
    }
    if (kind === "unreadable" && shown === 1) throw unreadOnce(seen.unreadable, runs);
    const certain = shown === many ? await this.#certain(kind, history, path) : undefined;
    return certain ??
      [{ evidence: evidenceOfKind(kind, trace, "chance"), history, path, times: { shown, runs } }];
  }

  /** Once a check: whether the storage can be read at all, when some calls made it unreadable. */
  #requireReadable(): Promise<void> {
    return this.#readable ??= requireReadable(this.#context);
  }

  /** What shows in every one of many runs was made small where something else came and went, and is none itself. */
  async #certain(
    kind: AnomalyKind,
    history: History,
    path: string,
  ): Promise<readonly Attributed[] | undefined> {
    const told = await takeApart(this.#context, history, kind, 7);
    if (told === "restless" || told === "excused") return [];
    if (told === "unsteady") return undefined;
    const rule = claimOf(told.cause, kind);
    const news = rule !== undefined && this.#known.add(rule, kind, told.factor);
    return news ? [{ evidence: evidenceOfKind(kind, told.trace, told.cause), history, path }] : [];
  }

  /** Whether something was seen to come and go. */
  get sawChance(): boolean {
    return this.#chances.size > 0;
  }
}

/** What an event that is altered may be taken for. */
const mistakable: ReadonlySet<AnomalyKind> = new Set(
  ["lost", "repeated", "extra", "shuffled", "swapped"],
);
