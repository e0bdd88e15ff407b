import type { Trace } from "../../src/protocol/mod.ts";
import { type Circumstance, circumstances, circumstancesOf } from "./circumstances.ts";
import { type Symptom, type SymptomKind, symptomsOf } from "./symptoms.ts";

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
  for (const { kind } of symptoms) if (!blamed.has(kind)) blamed.set(kind, blame(kind, controls));
  return { trace, symptoms, circumstances: circumstancesOf(trace), blamed };
}

/**
 * Blames a kind of symptom on the most particular circumstance without which it is gone; on none (`plain`)
 * when there was no circumstance to take away. When there were some and each can go without effect, several
 * of them bring the symptom on their own: `undetermined`, and one of the controls is to be judged instead.
 */
function blame(kind: SymptomKind, controls: Controls): Blame {
  let tried = false;
  for (const circumstance of circumstances) {
    const without = matters(circumstance, kind) ? controls[circumstance] : undefined;
    if (!without || without.length === 0) continue;
    if (without.some((control) => isGone(kind, control, circumstance))) return circumstance;
    // Nothing can be taken away from a history that merely has something pending.
    tried ||= circumstance !== "pending";
  }
  return tried ? "undetermined" : "plain";
}

/** Order between batches needs batches, and only what is lost can have been pending. */
function matters(circumstance: Circumstance, kind: SymptomKind): boolean {
  if (circumstance === "split") return kind !== "swapped";
  return circumstance !== "pending" || kind === "lost";
}

function isGone(kind: SymptomKind, control: Trace, circumstance: Circumstance): boolean {
  const last = circumstance === "pending"
    ? control.calls.findLast(({ call }) => call === "write")
    : undefined;
  return !symptomsOf(control).some((symptom) =>
    // What was added to make the rest flush may itself be pending now.
    symptom.kind === kind && !last?.events?.includes(symptom.event ?? -1)
  );
}
