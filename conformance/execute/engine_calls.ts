import type { CallFault } from "../../src/protocol/mod.ts";
import type { PlannedCall } from "../history/plan.ts";
import type { LivePartition } from "./call_recorder.ts";

/** The close that an engine makes of a partition that failed. */
export function closeOf(
  { run, partition, worker, workers }: PlannedCall,
  fault?: CallFault,
): PlannedCall {
  return {
    call: "close",
    run,
    partition,
    worker,
    workers,
    events: [],
    ...(fault && { fault }),
  };
}

/**
 * What an engine would still call: nothing without a partition, nothing but one close after a failure. At the
 * end of a run it closes what is open: a second close is made only where the history says so.
 */
export function mayFollow<E>(call: PlannedCall, live: LivePartition<E>): boolean {
  if (call.call === "build") return true;
  if (call.last && live.closes > 0) return false;
  return live.partition !== undefined && !live.failed;
}
