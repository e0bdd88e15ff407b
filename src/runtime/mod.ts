/** Runs plans: epochs, shutdown, bridge, sessions, observation. @module */
export type { Clock } from "../bridge/clock.ts";
export type { Failure, FailurePhase } from "./failure.ts";
export type { CallEnd, ObservedCall, RunObserver } from "./observer.ts";
export { run } from "./run.ts";
export { RunError } from "./run_error.ts";
export type { RunOptions } from "./run_options.ts";
export type { RunSummary, SinkSummary } from "./run_summary.ts";
export type { SessionProvider } from "./sessions.ts";
export { TraceRecorder } from "./trace_recorder.ts";
