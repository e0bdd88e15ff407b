import type { Trace } from "../../src/protocol/mod.ts";
import { anomaliesOf, type Anomaly, type AnomalyKind } from "./anomalies.ts";
import type { Cause } from "./causes.ts";
import { type Factor, factorsOf } from "./factors.ts";

/** What a rule judges: a trace, what is wrong and particular in it, and what each anomaly is blamed on. */
export interface Evidence {
  /** What was observed. */
  readonly trace: Trace;
  /** What is wrong in it. */
  readonly anomalies: readonly Anomaly[];
  /** What is particular about it. */
  readonly factors: ReadonlySet<Factor>;
  /** What each kind of anomaly is blamed on. */
  readonly causes: ReadonlyMap<AnomalyKind, Cause>;
}

/**
 * The evidence in a trace: how a trace from elsewhere (a saved one, or one that a runtime recorded) is judged
 * without a sink. What causes its anomalies is told by other runs of the same history; a trace that comes
 * without is judged on its own, and then the plain rules speak.
 *
 * @param causes what each kind of anomaly in it is blamed on; default `plain`.
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
export function evidenceOf(
  trace: Trace,
  causes: Readonly<Partial<Record<AnomalyKind, Cause>>> = {},
): Evidence {
  const anomalies = anomaliesOf(trace);
  return {
    trace,
    anomalies,
    factors: factorsOf(trace),
    causes: new Map(anomalies.map(({ kind }) => [kind, causes[kind] ?? "plain"])),
  };
}

/** The evidence of a trace by itself: nothing that is wrong in it is blamed on anything before it was looked into. */
export function unattributed(trace: Trace): Evidence {
  return { ...evidenceOf(trace), causes: new Map() };
}
