import type { Failure } from "./failure.ts";
import type { Worker } from "./worker.ts";

/** The workers of a run, with what they share. */
export interface WorkerPool extends Disposable {
  readonly workers: readonly Worker[];
  /** Disposes what the workers share, once every partition is closed. Gives what that threw. */
  release(): Promise<readonly Failure[]>;
  /** Lets go of what would outlive the run, whatever its outcome. */
  [Symbol.dispose](): void;
}
