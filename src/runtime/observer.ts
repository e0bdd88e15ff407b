import type { BridgeTask, Outcome } from "../protocol/mod.ts";

/** A call a run makes on a node or a partition. The same object announces its start and its end. */
export interface ObservedCall {
  /** `build` is made on the node, `write` and `close` on a partition. */
  readonly call: "build" | "write" | "close";
  /** The name of the sink. */
  readonly sink: string;
  /** Which sink of the flow it is, zero-based: a node that stands twice has two places. */
  readonly place: number;
  /** The worker index, cluster-wide. */
  readonly worker: number;
  /** The worker count, cluster-wide. */
  readonly workers: number;
  /** The events of a write; to be read at the start of the call, and never changed. */
  readonly items?: readonly unknown[];
}

/** How a call ended. */
export interface CallEnd {
  /** Whether it returned or threw; `unsettled`: it hung and was given up. */
  readonly outcome: Outcome;
  /** What a build gave, when that is no partition. */
  readonly problem?: string;
  /** The bridge tasks it started. */
  readonly tasks?: readonly BridgeTask[];
}

/**
 * Watches the calls of a run as they happen. What it throws, or rejects with, harms nothing and goes nowhere.
 *
 * @example Counting batches
 * ```ts
 * import type { RunObserver } from "@watertight/sinks";
 *
 * let batches = 0;
 * const observer: RunObserver = {
 *   callStarted: ({ call }) => {
 *     if (call === "write") batches++;
 *   },
 * };
 * observer.callStarted?.({ call: "write", sink: "orders", place: 0, worker: 0, workers: 1, items: [7] });
 * console.assert(batches === 1);
 * ```
 */
export interface RunObserver {
  /** Before the call is made. */
  callStarted?(call: ObservedCall): void;
  /** Once it has settled, its bridge tasks included, or was given up. Not told of a thread that died in it. */
  callEnded?(call: ObservedCall, end: CallEnd): void;
}

/** One observer made of several, that never throws. */
export function harmless(observers: readonly RunObserver[]): Required<RunObserver> {
  const tell = (notify: (observer: RunObserver) => unknown): void => {
    for (const observer of observers) {
      try {
        // An async observer may reject: that is no business of the run either.
        Promise.resolve(notify(observer)).catch(ignore);
      } catch {
        ignore();
      }
    }
  };
  return {
    callStarted: (call) => tell((observer) => observer.callStarted?.(call)),
    callEnded: (call, end) => tell((observer) => observer.callEnded?.(call, end)),
  };
}

function ignore(): void {}
