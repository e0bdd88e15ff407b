import type { Call, Trace, TraceGuarantees } from "../../src/protocol/mod.ts";
import { anomaliesOf, type AnomalyKind, isRefusal } from "./anomalies.ts";
import { isUnclear } from "./failed_calls.ts";

/** Whether a sink stores what it holds after a while, whoever is called just then. */
export function storesByItself({ durable }: TraceGuarantees): boolean {
  return typeof durable === "object";
}

/**
 * Whether a call is the first of its partition since the storage failed during a call of another one, and follows
 * a write: where the partition stores by itself, in the background or when a time has come, it is the first that
 * can tell of a failure which that has met.
 */
export function mayTellOfEarlierFailure(call: Call, calls: readonly Call[]): boolean {
  const own = calls.filter(({ partition, start }) =>
    partition === call.partition && start < call.start
  );
  const latest = own.at(-1);
  return latest !== undefined && own.some((it) => it.call === "write") &&
    calls.some(({ partition, fault, start, end }) =>
      partition !== call.partition && fault !== undefined &&
      start < call.start && (end ?? Infinity) > latest.start
    );
}

/** Whether all calls that were refused in a trace, and are of this kind, may be so. */
export function allMayTellOfEarlierFailure(kind: AnomalyKind, trace: Trace): boolean {
  return isRefusal(kind) &&
    anomaliesOf(trace).filter((it) => it.kind === kind).every(({ call }) =>
      call !== undefined && mayTellOfEarlierFailure(trace.calls[call]!, trace.calls)
    );
}

/**
 * Whether a close tells of what an earlier write of its partition did not: that it met a failure, which one that
 * stores in the background learns no earlier, or that it was given an event that cannot be stored. What is stored
 * all the same is no reason to throw.
 */
export function tellsOfHiddenFailure(
  { call, partition, start }: Call,
  { calls, contents = [] }: Trace,
): boolean {
  if (call !== "close") return false;
  const returned = calls.filter((write) =>
    write.call === "write" && write.partition === partition && write.start < start &&
    write.outcome.kind === "returned"
  );
  const stored = new Set(contents.map((it) => typeof it === "number" ? it : it.event));
  return returned.some((write) =>
    write.invalid || write.fault &&
      (isUnclear(write) || write.events?.some((event) => !stored.has(event)))
  );
}
