import type { Trace } from "../../src/protocol/mod.ts";
import { type Circumstance, circumstances, circumstancesOf } from "./circumstances.ts";
import { accountsOf, type Symptom, type SymptomKind, symptomsOf } from "./symptoms.ts";

/**
 * What a rule judges: a trace, what is wrong and particular in it, and for each circumstance the traces of
 * the same history without it. Controls are there only for a trace with symptoms; a trace that comes without
 * any is judged on its own, and then the plain rules are blamed.
 */
export interface Evidence {
  /** What was observed. */
  readonly trace: Trace;
  /** What is wrong in it. */
  readonly symptoms: readonly Symptom[];
  /** What is particular about it. */
  readonly circumstances: ReadonlySet<Circumstance>;
  /** What each kind of symptom in the trace is blamed on. */
  readonly blamed: ReadonlyMap<SymptomKind, Blame>;
}

/** The traces of the same history without a circumstance: a symptom that one of them lacks goes with it. */
export type Controls = Readonly<Partial<Record<Circumstance, readonly Trace[]>>>;

/** What a kind of symptom is blamed on. */
export type Blame = Circumstance | "plain" | "undetermined";

/**
 * The evidence in a trace: how a trace from elsewhere (a saved one, or one that a runtime recorded) is judged
 * without a sink.
 *
 * @example
 * ```ts
 * import { evidenceOf, rules } from "@watertight/sinks/conformance";
 *
 * const trace = { events: [], calls: [], contents: [] };
 * const violated = rules.filter((rule) => (rule.judge(evidenceOf(trace)) ?? []).length > 0);
 * console.assert(violated.length === 0);
 * ```
 */
export function evidenceOf(trace: Trace, controls: Controls = {}): Evidence {
  const symptoms = symptomsOf(trace);
  const blamed = new Map<SymptomKind, Blame>();
  for (const { kind } of symptoms) {
    if (!blamed.has(kind)) blamed.set(kind, blame(kind, trace, controls));
  }
  return { trace, symptoms, circumstances: circumstancesOf(trace), blamed };
}

/**
 * Blames a kind of symptom on the most particular circumstance without which it is gone; on none (`plain`)
 * when there was no circumstance to take away. When there were some and each can go without effect, several
 * of them bring the symptom on their own: `undetermined`, and one of the controls is to be judged instead.
 */
function blame(kind: SymptomKind, trace: Trace, controls: Controls): Blame {
  let tried = false;
  for (const circumstance of circumstances) {
    const without = matters(circumstance, kind) ? controls[circumstance] : undefined;
    if (!without || without.length === 0) continue;
    const gone = (control: Trace) => isGone(kind, trace, control, circumstance);
    // Each partition must be fine when it alone is closed; for all else one way without it is enough.
    if (circumstance === "peer-close" ? without.every(gone) : without.some(gone)) {
      return circumstance;
    }
    // Nothing can be taken away from a history that merely has something pending.
    tried ||= circumstance !== "pending";
  }
  return tried ? "undetermined" : "plain";
}

/** Whether a circumstance can be to blame for a kind of symptom, so that its control is worth a run. */
export function matters(circumstance: Circumstance, kind: SymptomKind): boolean {
  // Order between batches needs batches.
  if (circumstance === "split") return kind !== "swapped";
  // Without the closes of its peers a partition's own close may still fail, but nobody's events are owed.
  if (circumstance === "peer-close") return kind === "refused";
  // Only what is lost can have been pending.
  return circumstance !== "pending" || kind === "lost";
}

function isGone(
  kind: SymptomKind,
  trace: Trace,
  control: Trace,
  circumstance: Circumstance,
): boolean {
  const symptoms = symptomsOf(control);
  if (circumstance === "pending") {
    // What was added to make the rest flush may itself be pending now.
    const added = control.calls.findLast(({ call }) => call === "write")?.events ?? [];
    return !symptoms.some((symptom) =>
      symptom.kind === kind && !added.includes(symptom.event ?? -1)
    );
  }
  if (symptoms.some((symptom) => symptom.kind === kind)) return false;
  // A control in which a call was refused, or less was to be stored, hides what it should show.
  return kind === "refused" || !symptoms.some((symptom) => symptom.kind === "refused") &&
      owedEvents(control) >= owedEvents(trace);
}

/** How many events a trace says must be stored. */
function owedEvents(trace: Trace): number {
  return accountsOf(trace).filter(({ owed }) => owed).length;
}
