import type { Trace } from "../../src/protocol/mod.ts";
import { anomaliesOf, type AnomalyKind, isRefusal } from "./anomalies.ts";
import { isOfBrokenBatch } from "./broken_batches.ts";
import { failedWriteOf } from "./failed_calls.ts";

/**
 * Whether an anomaly is one of events alone whose partition had a write that failed: its close must not throw, so
 * what a storage that fails by chance has made of them is not known.
 */
export function isOfFailedPartitions(kind: AnomalyKind, trace: Trace): boolean {
  const { calls } = trace;
  // That a batch is broken is said of none but those that failed.
  return !isRefusal(kind) && !isOfBrokenBatch(kind) &&
    anomaliesOf(trace).filter((it) => it.kind === kind).every(({ event }) => {
      const write = calls.find(({ events }) => event !== undefined && events?.includes(event));
      return write !== undefined && failedWriteOf(write.partition, calls);
    });
}
