import type { Contents, Trace } from "../../src/protocol/mod.ts";
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
 * @throws {RangeError} when a call or a reading is about an event that is not among those of the trace.
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
  requireListed(trace);
  const evidence = unattributed(trace);
  const kinds = evidence.anomalies.map(({ kind }) => kind);
  return { ...evidence, causes: new Map(kinds.map((kind) => [kind, causes[kind] ?? "plain"])) };
}

/**
 * The evidence of a trace that the suite itself wrote: nothing that is wrong in it is blamed on anything before it
 * was looked into.
 */
export function unattributed(trace: Trace): Evidence {
  return { trace, anomalies: anomaliesOf(trace), factors: factorsOf(trace), causes: new Map() };
}

/** The evidence of one kind of anomaly alone: the others have causes of their own. */
export function evidenceOfKind(kind: AnomalyKind, trace: Trace, cause: Cause): Evidence {
  const { anomalies, ...rest } = unattributed(trace);
  return {
    ...rest,
    anomalies: anomalies.filter((anomaly) => anomaly.kind === kind),
    causes: new Map([[kind, cause]]),
  };
}

/** A trace from elsewhere may point anywhere: an account of the billionth event would be one of a billion. */
function requireListed(
  { events: { length }, calls, contents = [], lateContents = [] }: Trace,
): void {
  const requireEach = (events: readonly (number | undefined)[], where: string) => {
    for (const event of events) {
      if (event === undefined || Number.isInteger(event) && event >= 0 && event < length) continue;
      throw new RangeError(
        `Cannot judge the trace as ${where} must be about its ${length} events: one is number ${event}`,
      );
    }
  };
  const requireStored = (contents: Contents, where: string) =>
    requireEach(contents.map((it) => typeof it === "number" ? it : it.event), where);
  requireStored(contents, "its contents");
  requireStored(lateContents, "its late contents");
  calls.forEach(({ events = [], before = [], after = [], later }, index) => {
    requireEach(events, `call ${index}`);
    for (const reading of [before, after, later?.contents ?? []]) {
      requireStored(reading, `what was read at call ${index}`);
    }
  });
}
