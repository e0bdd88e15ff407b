import { HangError } from "./patience.ts";

/** Where a run failed. */
export type FailurePhase =
  | "source"
  | "step"
  | "payload"
  | "build"
  | "write"
  | "close"
  | "sessions"
  | "thread";

/** One thing that went wrong in a run. */
export interface Failure {
  /** What the runtime was doing. */
  readonly phase: FailurePhase;
  /** What was thrown, unchanged. */
  readonly error: unknown;
  /** The worker it happened on; absent for the source, the key of an event and the end of a session manager. */
  readonly worker?: number;
  /** The name of the sink; absent where none was involved. */
  readonly sink?: string;
  /** It did not fail but hang: it was given up when the run came to its end. What it left open stays open. */
  readonly hung?: true;
}

/** Carries a failure from where it happened to where the run decides; never leaves the runtime. */
export class FailureSignal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super("A failure on its way through the runtime");
    this.failure = failure;
  }
}

/** The failure that something thrown stands for. */
export function toFailure(thrown: unknown, otherwise: Omit<Failure, "error" | "hung">): Failure {
  if (thrown instanceof FailureSignal) return thrown.failure;
  return { ...otherwise, error: thrown, ...(thrown instanceof HangError && { hung: true }) };
}
