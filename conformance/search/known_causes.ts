import type { Trace } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import { closes, type History, isCall, slotOf, type WriteStep } from "../history/history.ts";
import { halvesOf, variantsOf } from "../history/variants.ts";
import { anomaliesOf, type AnomalyKind, kindsOf } from "../judge/anomalies.ts";
import { claimOf } from "../judge/attribution.ts";
import type { Cause } from "../judge/causes.ts";
import { causeOf } from "../judge/refine_cause.ts";
import { type Factor, factorsOf } from "../judge/factors.ts";
import type { RuleId } from "../rule_id.ts";
import { hasUnsettled, traceOf } from "./run_history.ts";
import { anomaliesWithout, anomalyIn } from "./take_apart.ts";

/** The causes that a check has found so far: they explain later failures, so that other causes are found behind. */
export class KnownCauses<E> {
  readonly #context: Context<E>;
  /** An anomaly that goes away with a factor, or is plain. */
  readonly #causes: { readonly kind: AnomalyKind; readonly factor?: Factor }[] = [];
  /** The rules that claim them. */
  readonly #rules = new Set<RuleId>();

  constructor(context: Context<E>) {
    this.#context = context;
  }

  /** Adds a cause; whether its rule was not known to be violated. */
  add(rule: RuleId, kind: AnomalyKind, factor: Factor | undefined): boolean {
    const news = !this.#rules.has(rule);
    this.#rules.add(rule);
    this.#causes.push({ kind, ...(factor && { factor }) });
    return news;
  }

  /**
   * Of these kinds of anomalies in a history those that would not be claimed by a rule that is known to be
   * violated: what is plain shows in each write alone as well, and what a factor causes is gone without it.
   */
  async unexplained(
    history: History,
    seen: Trace,
    kinds: readonly AnomalyKind[],
  ): Promise<readonly AnomalyKind[]> {
    const mistaken = this.#rules.has("write.faithful") ? mistakenIn(seen) : new Set();
    // Of a storage that cannot be read nothing more is seen: a second cause is not told from the first.
    const spent = this.#causes.some(({ kind }) => kind === "unreadable");
    const own = kinds.filter((kind) => !mistaken.has(kind) && !(spent && kind === "unreadable"));
    let open = own.length > 0 ? await this.#unexplainedByHalves(history, own) : own;
    const present = factorsOf(seen);
    for (const { kind, factor } of this.#causes) {
      if (open.length === 0) return open;
      if (factor === undefined) {
        if (open.includes(kind)) open = await this.#withoutPlain(history, kind, open);
        continue;
      }
      if (!present.has(factor)) continue;
      const controls = variantsOf(history, factor, this.#context.pool.events.length);
      for (const [way, control] of controls.entries()) {
        const trace = await traceOf(this.#context, control);
        if (hasUnsettled(trace)) continue;
        const stay = new Set(anomaliesWithout(factor, trace, seen).map((anomaly) => anomaly.kind));
        // The last of several is without all of what the others are without one of.
        const last = controls.length > 1 && way === controls.length - 1;
        const ways = last ? [...controls.keys()] : [way];
        const claimed = kindsOf(seen).filter((it) =>
          ways.some((one) => this.#isClaimed(factor, it, seen, one))
        );
        // What goes away altogether with a known cause came of it altogether.
        if (stay.size === 0 && claimed.length > 0) return [];
        open = open.filter((it) => stay.has(it) || !claimed.includes(it));
      }
    }
    return open.length > 0 ? await this.#withoutAllKnown(history, open) : open;
  }

  /** What is plain shows in a write alone as well. */
  async #withoutPlain(
    history: History,
    kind: AnomalyKind,
    open: readonly AnomalyKind[],
  ): Promise<readonly AnomalyKind[]> {
    for (const alone of writesAlone(history)) {
      const trace = await traceOf(this.#context, alone);
      if (kindsOf(trace).includes(kind)) return open.filter((it) => it !== kind);
    }
    return open;
  }

  /** Where each of two known causes is enough, the anomaly is gone only without both. */
  async #withoutAllKnown(
    history: History,
    open: readonly AnomalyKind[],
  ): Promise<readonly AnomalyKind[]> {
    const known = [...new Set(this.#causes.map(({ factor }) => factor))]
      .filter((factor) => factor !== undefined && factor !== "pending" && factor !== "peer-close");
    let [without, taken] = [history, 0];
    for (const factor of known) {
      const variant = variantsOf(without, factor!, this.#context.pool.events.length).at(-1);
      if (variant) [without, taken] = [variant, taken + 1];
    }
    if (taken < 2) return open;
    const trace = await traceOf(this.#context, without);
    return hasUnsettled(trace) ? open : open.filter((kind) => kindsOf(trace).includes(kind));
  }

  /** A fault that lasts until the close is two: what one of them brings about is that one's. */
  async #unexplainedByHalves(
    history: History,
    kinds: readonly AnomalyKind[],
  ): Promise<readonly AnomalyKind[]> {
    let open = kinds;
    for (const half of halvesOf(history)) {
      const trace = await traceOf(this.#context, half);
      const shared = kindsOf(trace).filter((kind) => open.includes(kind));
      if (shared.length === 0) continue;
      const still = await this.unexplained(half, trace, shared);
      open = open.filter((kind) => !shared.includes(kind) || still.includes(kind));
    }
    return open;
  }

  /** Whether an anomaly that goes away with a factor is claimed by a rule that is known to be violated. */
  #isClaimed(factor: Factor, kind: AnomalyKind, trace: Trace, way: number): boolean {
    const anomaly = anomalyIn(trace, kind);
    if (!anomaly) return true;
    const cause = causeOf(factor, anomaly, trace, way);
    // Which of the two it is only a look would tell.
    const all: readonly Cause[] = cause === "late-build" ? [cause, "build-over-stored"] : [cause];
    return all.some((it) => this.#rules.has(claimOf(it, kind)!));
  }
}

/**
 * Kinds of anomalies in a trace with altered events that come of taking one event for another: for each that seems
 * lost another one seems to be there too often.
 */
function mistakenIn(trace: Trace): ReadonlySet<AnomalyKind> {
  const anomalies = anomaliesOf(trace);
  const number = (kind: AnomalyKind) => anomalies.filter((anomaly) => anomaly.kind === kind).length;
  if (number("altered") === 0) return new Set();
  const mistaken = new Set<AnomalyKind>(["shuffled", "swapped"]);
  const tooMany = number("repeated") + number("extra");
  if (number("lost") <= tooMany) mistaken.add("lost");
  if (tooMany <= number("lost")) mistaken.add("repeated").add("extra");
  return mistaken;
}

/** What a history writes before it closes, in one batch, and some of its writes alone, one of each size. */
function writesAlone(history: History): readonly History[] {
  const closed = new Set<string>();
  const writes = history.steps.filter((step): step is WriteStep => {
    if (step.do === "restart") closed.clear();
    if (!isCall(step)) return false;
    const late = closed.has(slotOf(step));
    if (closes(step)) closed.add(slotOf(step));
    return step.do === "write" && step.events.length > 0 && !late;
  });
  const bySize = new Map(writes.map(({ events }) => [events.length, events]));
  const inOne = writes.flatMap(({ events }) => events);
  const soFar = [...Map.groupBy(writes, slotOf).values()].flatMap((own) =>
    own.slice(0, 8).map((_, last) => own.slice(0, last + 1).flatMap(({ events }) => events))
  );
  return [inOne, ...[...bySize.values()].slice(0, 8), ...soFar].map((events): History => ({
    workers: 1,
    steps: [{ do: "write", worker: 0, events }],
  }));
}
