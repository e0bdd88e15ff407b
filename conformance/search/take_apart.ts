import type { Call, Trace } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import { type History, type HistoryStep, isCall } from "../history/history.ts";
import { variantsOf } from "../history/variants.ts";
import { accountOf } from "../judge/account.ts";
import {
  anomaliesOf,
  type Anomaly,
  type AnomalyKind,
  isRefusal,
  kindsOf,
} from "../judge/anomalies.ts";
import { claimOf } from "../judge/attribution.ts";
import { allMayTellOfEarlierFailure } from "../judge/background_failure.ts";
import type { Cause } from "../judge/causes.ts";
import { isOfBrokenBatch } from "../judge/broken_batches.ts";
import { causeOf } from "../judge/refine_cause.ts";
import { earlierClose } from "../judge/failed_calls.ts";
import { type Factor, factors, factorsOf } from "../judge/factors.ts";
import { longIdleTime } from "./idle_times.ts";
import { hasUnsettled, isRestless, quietTraceOf, traceOf, watchedTraceOf } from "./run_history.ts";

/** What an anomaly of a history is blamed on, with the trace that shows it. */
export interface Blamed {
  readonly cause: Cause;
  /** The factor that it is; none for what is plain, or cannot be told. */
  readonly factor?: Factor;
  readonly trace: Trace;
}

/**
 * Takes a history apart: runs it without each of its factors, the most particular first, until the anomaly is
 * gone. What is blamed is confirmed by repetition, the history with it and the one without.
 *
 * @param repetitions how often each must show the same once more.
 * @returns `unsteady` when the history does not show the anomaly every time; `restless` when the contents went
 * on changing, or a call never settled, so that nothing can be told; `excused` when a call was right to throw.
 */
export async function takeApart<E>(
  context: Context<E>,
  history: History,
  kind: AnomalyKind,
  repetitions: number,
): Promise<Blamed | "unsteady" | "restless" | "excused"> {
  const trace = await steadyTrace(context, history, kind, repetitions);
  if (typeof trace === "string") return trace;
  // A slow storage may look the same twice before what close did not wait for is done.
  if (isRestless(await watchedTraceOf(context, history, longIdleTime))) return "restless";
  const anomaly = anomalyIn(trace, kind)!;
  let unclear = false;
  const present = factorsOf(trace);
  for (const factor of factors) {
    if (!present.has(factor) || !matters(factor, kind)) continue;
    const wanted = { kind, trace, repetitions };
    const { outcome, way } = await without(context, history, factor, wanted);
    if (outcome === "gone") {
      const looked = await lookedAt(context, history, factor, trace, anomaly);
      const cause = causeOf(factor, anomaly, looked, way);
      if (cause === "fault-of-peer" && await isToldOnly(context, history, wanted)) return "excused";
      if (claimOf(cause, kind)) return { cause, factor, trace };
    }
    unclear ||= outcome === "another";
  }
  return { cause: unclear ? "unknown" : "plain", trace };
}

/** The first anomaly of a kind. */
export function anomalyIn(trace: Trace, kind: AnomalyKind): Anomaly | undefined {
  return anomaliesOf(trace).find((anomaly) => anomaly.kind === kind);
}

/** The trace of a history that shows an anomaly every time. */
async function steadyTrace<E>(
  context: Context<E>,
  history: History,
  kind: AnomalyKind,
  repetitions: number,
): Promise<Trace | "unsteady" | "restless"> {
  const trace = await watchedTraceOf(context, history);
  for (let run = 0; run <= repetitions; run++) {
    const again = run === 0 ? trace : await quietTraceOf(context, history, kindsOf(trace));
    if (isRestless(again) || hasUnsettled(again)) return "restless";
    const shown = anomalyIn(again, kind);
    // What is refused by chance is another call each time.
    if (!shown || shown.call !== anomalyIn(trace, kind)?.call) return "unsteady";
  }
  return trace;
}

/**
 * Whether what a call told is a failure that its own partition has met in the background: it is gone when all that
 * goes on there has come to rest before the storage fails another one.
 */
async function isToldOnly<E>(
  context: Context<E>,
  history: History,
  wanted: Wanted,
): Promise<boolean> {
  if (!allMayTellOfEarlierFailure(wanted.kind, wanted.trace)) return false;
  const rest: HistoryStep = { do: "pause", ms: longIdleTime };
  const steps = history.steps.flatMap((step): readonly HistoryStep[] =>
    isCall(step) && step.fault ? [rest, step] : [step]
  );
  return await remainsOf(context, { ...history, steps }, "fault", wanted) === "gone";
}

/** Only what a factor can bring about is worth a run without it. */
function matters(factor: Factor, kind: AnomalyKind): boolean {
  // A batch that failed is broken by a failure, whatever else there is.
  if (isOfBrokenBatch(kind)) return factor === "fault";
  // Order between batches needs batches.
  if (factor === "split") return kind !== "swapped" && kind !== "stale";
  // Without the closes of its peers a partition's own close may still fail, but nobody's events are owed.
  if (factor === "peer-close") return kind === "refused-close";
  // Only what is lost can have been pending.
  return factor !== "pending" || kind === "lost";
}

interface Wanted {
  readonly kind: AnomalyKind;
  readonly trace: Trace;
  readonly repetitions: number;
}

/** What becomes of an anomaly without a factor, and by which of several ways to be without it. */
async function without<E>(
  context: Context<E>,
  history: History,
  factor: Factor,
  wanted: Wanted,
): Promise<{ readonly outcome: Remains; readonly way: number }> {
  const variants = variantsOf(history, factor, context.pool.events.length);
  let outcome: Remains = "stays";
  for (const [way, variant] of variants.entries()) {
    const one = await remainsOf(context, variant, factor, wanted);
    // Each partition must be fine when it alone is closed; for all else one way is enough.
    if (factor === "peer-close" ? one !== "gone" : one === "gone") return { outcome: one, way };
    if (one !== "stays") outcome = one;
  }
  return { outcome, way: 0 };
}

/** What becomes of an anomaly: it stays, is gone, or something else is wrong in its place. */
type Remains = "stays" | "gone" | "another";

async function remainsOf<E>(
  context: Context<E>,
  variant: History,
  factor: Factor,
  { kind, trace, repetitions }: Wanted,
): Promise<Remains> {
  for (let run = 0; run <= repetitions; run++) {
    const control = await quietTraceOf(context, variant, kindsOf(trace));
    const anomalies = anomaliesWithout(factor, control, trace);
    if (anomalies.some((anomaly) => anomaly.kind === kind)) return "stays";
    if (hasUnsettled(control) || hides(control, anomalies, factor, { kind, trace, repetitions })) {
      return "another";
    }
  }
  return "gone";
}

/**
 * The anomalies of a history without a factor, but for those of events that were added: what makes the rest flush
 * may itself be pending, and what fills a batch may be wrong for a reason of its own.
 */
export function anomaliesWithout(
  factor: Factor,
  control: Trace,
  original: Trace,
): readonly Anomaly[] {
  const anomalies = anomaliesOf(control);
  if (anomalies.length === 0) return anomalies;
  const added = addedEvents(factor, control, original);
  if (added.size === 0) return anomalies;
  return anomalies.filter(({ event }) => event === undefined || !added.has(event));
}

/** What is written in a control and not in the original: after its writes, in an empty one, by an idle worker. */
function addedEvents(factor: Factor, control: Trace, original: Trace): ReadonlySet<number> {
  if (factor !== "pending" && factor !== "empty-batch" && factor !== "idle-worker") {
    return new Set();
  }
  const before = writesByPartition(original);
  const added = [...writesByPartition(control)].flatMap(([partition, writes]) => {
    const own = before.get(partition) ?? [];
    if (factor === "idle-worker") return own.length === 0 ? writes : [];
    if (factor === "pending") return writes.slice(own.length, own.length + 2);
    return writes.filter((_, index) => own[index]?.events?.length === 0);
  });
  return new Set(added.flatMap(({ events = [] }) => events));
}

/** The writes of each partition before its close. */
function writesByPartition({ calls }: Trace): ReadonlyMap<number, readonly Call[]> {
  const writes = calls.filter((call) => call.call === "write" && !earlierClose(call, calls));
  return Map.groupBy(writes, ({ partition }) => partition);
}

/** Whether a control shows something else that is wrong, or has less to store: it hides what it should show. */
function hides(
  control: Trace,
  anomalies: readonly Anomaly[],
  factor: Factor,
  { kind, trace }: Wanted,
): boolean {
  const others = new Set(anomaliesOf(trace).map((anomaly) => anomaly.kind));
  if (anomalies.some((anomaly) => !others.has(anomaly.kind))) return true;
  if (isRefusal(kind)) return false;
  if (anomalies.some((anomaly) => isRefusal(anomaly.kind))) return true;
  // That a second close makes events due is what it is about.
  if (factor === "repeated-close") return false;
  if (kind === "stale" && replacedEvents(control) < replacedEvents(trace)) return true;
  const added = addedEvents(factor, control, trace);
  return dueEvents(control, added) < dueEvents(trace, new Set());
}

function replacedEvents(trace: Trace): number {
  return accountOf(trace).filter(({ replaced }) => replaced).length;
}

function dueEvents(trace: Trace, except: ReadonlySet<number>): number {
  return accountOf(trace).filter(({ due }, event) => due === "must" && !except.has(event)).length;
}

/** Whether a build harmed what was stored or what was pending is told by looking at the storage around it. */
async function lookedAt<E>(
  context: Context<E>,
  history: History,
  factor: Factor,
  trace: Trace,
  { kind }: Anomaly,
): Promise<Trace> {
  if (factor !== "late-build") return trace;
  const steps = history.steps.map((step) =>
    isCall(step) && step.do === "build" ? { ...step, look: true as const } : step
  );
  const looked = await traceOf(context, { ...history, steps });
  return anomalyIn(looked, kind) ? looked : trace;
}
