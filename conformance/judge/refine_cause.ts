import type { Call, Trace } from "../../src/protocol/mod.ts";
import { type Anomaly, isRefusal } from "./anomalies.ts";
import type { Cause } from "./causes.ts";
import { earlierClose, failedWrite, isUnclear } from "./failed_calls.ts";
import type { Factor } from "./factors.ts";

/**
 * The cause that a factor is, once an anomaly goes away with it: where a fault struck, seen from what suffers;
 * what a build met; and which close came twice.
 *
 * @param way which of several faults or invalid events it goes away with; default the nearest.
 */
export function causeOf(factor: Factor, anomaly: Anomaly, trace: Trace, way?: number): Cause {
  switch (factor) {
    case "fault":
      return faultCause(anomaly, trace, way);
    case "invalid-event":
      return invalidCause(anomaly, trace, way);
    case "repeated-close":
      return trace.calls.some((call) => followsFailedClose(call, trace))
        ? "close-after-failed-close"
        : factor;
    case "late-build":
      return goneInBuild(anomaly, trace) ? "build-over-stored" : factor;
    default:
      return factor;
  }
}

function followsFailedClose(call: Call, { calls }: Trace): boolean {
  return call.call === "close" && earlierClose(call, calls)?.outcome.kind === "threw";
}

/** Whether what is missing was there before a build, and not after it. */
function goneInBuild({ kind, event }: Anomaly, { calls }: Trace): boolean {
  if (kind !== "lost" && kind !== "extra") return false;
  return calls.some(({ call, before, after }) => {
    if (call !== "build" || !before || !after) return false;
    const holds = (contents: typeof before) =>
      contents.some((stored) => (typeof stored === "number" ? stored : stored.event) === event);
    return event === undefined ? before.length !== after.length : holds(before) && !holds(after);
  });
}

function faultCause(anomaly: Anomaly, trace: Trace, way?: number): Cause {
  const victim = victimOf(anomaly, trace);
  const failed = victim?.call === "close" ? failedWrite(victim, trace.calls) : undefined;
  const faults = trace.calls.filter(({ fault }) => fault);
  const told = stepsOf(faults)[way ?? -1];
  // Whatever it was that failed the write; beside a failure of its own another one is told apart.
  const another = failed?.fault && told && told.partition !== failed.partition;
  if (failed && anomaly.kind === "refused-close" && !another) return "fault-in-other-call";
  const faulted = told ?? failed ?? nearest(victim, faults);
  if (!faulted) return "unknown";
  // A batch that failed is broken by its own failure, or by that of another batch of its partition.
  if (anomaly.kind === "torn" || anomaly.kind === "published") return "fault-in-write";
  if (anomaly.kind === "gap") return victim?.fault ? "fault-in-write" : "fault-in-other-call";
  const ownFault = faulted.partition === victim?.partition;
  if (anomaly.kind === "repeated" && ownFault && isUnclear(faulted)) return "unclear-outcome";
  // A storage that cannot be read is nobody's: a call that said that it failed has harmed what was there, but a
  // close has itself left what cannot be read.
  if (anomaly.kind === "unreadable" && faulted.outcome.kind === "threw") {
    return faulted.call === "close" ? "fault-in-failed-close" : "fault-in-other-call";
  }
  const rejected = faulted.tasks?.some(({ outcome }) => outcome === "rejected");
  const place = placeOf(faulted, victim);
  if (rejected && faulted.outcome.kind === "returned" && place.startsWith("fault-in")) {
    return "fault-on-bridge";
  }
  return place;
}

/** The calls that had a fault of their own, and not that of the write before. */
function stepsOf(faults: readonly Call[]): readonly Call[] {
  return faults.filter(({ call, fault }) => call !== "close" || fault?.until === undefined);
}

type Place = Extract<Cause, `fault-${string}`>;

function placeOf(faulted: Call, victim: Call | undefined): Place {
  if (!victim || faulted === victim) return `fault-in-${faulted.call}`;
  if (faulted.partition !== victim.partition) {
    return faulted.run < victim.run ? "fault-of-earlier-run" : "fault-of-peer";
  }
  return faulted.call === "write" ? "fault-in-other-call" : `fault-in-${faulted.call}`;
}

function invalidCause(anomaly: Anomaly, trace: Trace, way?: number): Cause {
  const victim = victimOf(anomaly, trace);
  const invalid = trace.calls.filter((call) => call.invalid);
  const refused = invalid[way ?? -1] ?? nearest(victim, invalid);
  if (!refused || !victim || refused.partition === victim.partition) return "invalid-event";
  return refused.run < victim.run ? "invalid-event-of-earlier-run" : "invalid-event-of-peer";
}

/** The call that suffers: the one that was refused, or the write of the event. */
function victimOf({ event, call, kind }: Anomaly, { calls }: Trace): Call | undefined {
  if (event !== undefined) return calls.find(({ events }) => events?.includes(event));
  return isRefusal(kind) && call !== undefined ? calls[call] : undefined;
}

/** Of several calls the victim itself, or else one of its partition. */
function nearest(victim: Call | undefined, calls: readonly Call[]): Call | undefined {
  return calls.find((call) => call === victim) ??
    calls.find(({ partition }) => partition === victim?.partition) ?? calls[0];
}
