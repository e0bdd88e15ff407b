import type { Call } from "../../src/protocol/mod.ts";

/** The write that failed before this close, on the same partition. */
export function failedWrite(close: Call, calls: readonly Call[]): Call | undefined {
  return calls.find((call) =>
    call.call === "write" && call.partition === close.partition && call.start < close.start &&
    call.outcome.kind === "threw"
  );
}

/** Whether a write of this partition failed. */
export function failedWriteOf(partition: number, calls: readonly Call[]): boolean {
  return calls.some((call) =>
    call.call === "write" && call.partition === partition && call.outcome.kind === "threw"
  );
}

/** Whether a call met a failure of the storage that may have done what it was asked for. */
export function isUnclear({ fault }: Call): boolean {
  return fault !== undefined && fault.kind !== "reject";
}

/** The close of a partition before this call, if there was one. */
export function earlierClose(call: Call, calls: readonly Call[]): Call | undefined {
  return calls.find((other) =>
    other.call === "close" && other.partition === call.partition && other.start < call.start
  );
}
