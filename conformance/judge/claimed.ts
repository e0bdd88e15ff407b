import type { Trace } from "../../src/protocol/mod.ts";
import type { Finding, Judge } from "../rule.ts";
import type { RuleId } from "../rule_id.ts";
import type { Anomaly } from "./anomalies.ts";
import { attribution, claimOf } from "./attribution.ts";
import { becauseFor, type Cause, causes } from "./causes.ts";
import type { Evidence } from "./evidence.ts";
import { type Factor, factors } from "./factors.ts";

/**
 * Judges what the table gives to a rule: red when an anomaly has a cause with which it claims it.
 *
 * @param concerns whether a history says something of the rule; by default when it has one of the factors that
 * the rule has a row of, and for a plain rule when it writes.
 */
export function claimed(
  id: RuleId,
  concerns: (evidence: Evidence) => boolean = concerning(id),
): Judge {
  return (evidence) => {
    for (const anomaly of evidence.anomalies) {
      const cause = evidence.causes.get(anomaly.kind);
      if (cause && claimOf(cause, anomaly.kind) === id) {
        return [findingOf(anomaly, cause, evidence.trace)];
      }
    }
    return concerns(evidence) ? holds : undefined;
  };
}

const holds: readonly Finding[] = [];

function findingOf(anomaly: Anomaly, cause: Cause, trace: Trace): Finding {
  const because = becauseFor(anomaly.kind, cause);
  const calls = callsOf(anomaly, trace);
  return {
    message: because === "" ? anomaly.text : `${anomaly.text}; ${because}`,
    ...(calls.length > 0 && { calls }),
  };
}

/** The call that an anomaly is about, and the writes that brought its event. */
function callsOf({ call: its, event }: Anomaly, { calls }: Trace): readonly number[] {
  return [...calls.keys()].filter((call) =>
    call === its || event !== undefined && calls[call]!.events?.includes(event) === true
  );
}

function concerning(id: RuleId): (evidence: Evidence) => boolean {
  if (claims(id, "plain")) return ({ trace }) => trace.calls.some(({ call }) => call === "write");
  const own = factors.filter((factor) => rowsOf(factor).some((cause) => claims(id, cause)));
  return ({ factors }) => own.some((factor) => factors.has(factor));
}

function claims(id: RuleId, cause: Cause): boolean {
  return Object.values(attribution[cause]).includes(id);
}

/** The causes that a factor can turn out to be. */
function rowsOf(factor: Factor): readonly Cause[] {
  if (factor === "fault") {
    return causes.filter((it) => it.startsWith("fault-") || it === "unclear-outcome");
  }
  if (factor === "invalid-event") return causes.filter((it) => it.startsWith("invalid-event"));
  if (factor === "repeated-close") return ["repeated-close", "close-after-failed-close"];
  return factor === "late-build" ? ["late-build", "build-over-stored"] : [factor];
}
