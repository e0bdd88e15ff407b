import type { RuntimeSettings } from "../flow/mod.ts";
import { type Clock, systemClock } from "../bridge/clock.ts";
import type { RunObserver } from "./observer.ts";
import { refusal } from "./read_run_options.ts";
import type { SessionProvider } from "./sessions.ts";
import type { TraceRecorder } from "./trace_recorder.ts";

/** How a plan is run. Everything has a default; `streaming.runtime` of the configuration sets some of them. */
export interface RunOptions {
  /** The workers of this process, from 1 to 1,024. Default: `workers_per_process`. */
  readonly workers?: number;
  /**
   * How events become writes. `container`, the default, is what the engine does: a write for each batch, never
   * empty, never across epochs. `epoch` is what the contract promises: one write for each worker and epoch,
   * empty when the epoch brought that worker nothing.
   */
  readonly batching?: "container" | "epoch";
  /** The most events of a container, at least 1. Default: 100. */
  readonly batchSize?: number;
  /**
   * How events are dealt to workers: in turn (the default), or by a key. Events whose keys are the same text go to
   * the same worker, in order.
   */
  readonly distribution?: "round-robin" | ((event: never) => unknown);
  /**
   * When an epoch ends: after so many `events` (default 10 000) or so many milliseconds (default
   * `epoch_interval_ms`), whichever comes first. `Infinity` switches a limit off.
   */
  readonly epoch?: { readonly events?: number; readonly ms?: number };
  /** How long events wait for their batch to fill while the source is silent, in milliseconds. Default: 100. */
  readonly linger?: number;
  /** Whether partitions get an `AsyncBridge`. Default: false. */
  readonly bridge?: boolean;
  /**
   * Gives sinks shared session managers. Default: none gets one. With `threads`, each uses the export named
   * `sessions` of their module instead.
   */
  readonly sessions?: SessionProvider;
  /** Interrupts the run: what was read is written, everything is closed. */
  readonly signal?: AbortSignal;
  /** Signals of the operating system that interrupt the run; a second one has its usual effect. Default: `SIGINT`. */
  readonly interruptOn?: readonly string[];
  /**
   * How long the run waits, once it comes to its end (the source has ended, it was interrupted, something failed),
   * for each call, step, session manager and for the release of the source to settle, in milliseconds; the shutdown of
   * the bridge waits as long for tasks that ran out of time and go on all the same. What has not settled then is given
   * up and fails the run (`hung` of a `Failure`); everything else is still closed. So one that is slow must settle
   * within this time, however much it has to flush. Default: `force_shutdown_timeout_ms`.
   *
   * While the run goes on nothing is given up: nobody can tell a write that is slow from one that hangs, and a worker
   * that hangs holds the source in the end. To bound a write, give its bridge task a `timeout`, or interrupt the run.
   * A thread that is still loading its module is waited for at the end of the source, too. Nor can anything bound code that loops for ever without yielding, but in threads: one that does not answer
   * for this time is ended, as far as the platform can; Deno 2.9 lets it loop on until the process ends.
   */
  readonly shutdownTimeout?: number;
  /** Watches every call. */
  readonly observer?: RunObserver;
  /** Records every call as a trace. */
  readonly trace?: TraceRecorder;
  /**
   * Runs each worker in a thread of its own, which imports `module`, by URL or by path, with the permissions of
   * this one: its default export must be the flow. Events and sections cross by structured clone, so they must be
   * plain data. The source is read in the calling thread. Default: all workers share the calling thread.
   */
  readonly threads?: { readonly module: string | URL };
  /** The time. Default: that of the machine. */
  readonly clock?: Clock;
}

/** Options with every default filled in. */
export interface FilledOptions {
  readonly workers: number;
  readonly firstIndex: number;
  readonly workerCount: number;
  readonly batching: "container" | "epoch";
  readonly batchSize: number;
  readonly epochEvents: number;
  readonly epochMs: number;
  readonly lingerMs: number;
  readonly shutdownTimeout: number;
  readonly clock: Clock;
}

/** The most workers of a process. */
const mostWorkers = 1024;

/** Checks the numbers of options that were read, and fills in the defaults. */
export function fillOptions(options: RunOptions, runtime: RuntimeSettings): FilledOptions {
  const { processId, processes } = runtime;
  const { workers: wanted = runtime.workersPerProcess } = options;
  const { batching = "container", batchSize = 100, epoch = {}, linger = 100 } = options;
  const { events = 10_000, ms = runtime.epochIntervalMs } = epoch;
  const { shutdownTimeout = runtime.forceShutdownTimeoutMs, clock = systemClock } = options;
  const workers = integerFrom("workers", 1, wanted);
  if (workers > mostWorkers) throw refusal("workers", `be at most ${mostWorkers}`, workers);
  return {
    workers,
    firstIndex: processId * workers,
    workerCount: processes * workers,
    batching,
    batchSize: integerFrom("batchSize", 1, batchSize),
    epochEvents: integerFrom("epoch.events", 1, events, Infinity),
    epochMs: integerFrom("epoch.ms", 1, ms, Infinity),
    lingerMs: integerFrom("linger", 1, linger),
    shutdownTimeout: integerFrom("shutdownTimeout", 0, shutdownTimeout),
    clock,
  };
}

function integerFrom(option: string, least: number, value: number, also?: number): number {
  if (value === also || (Number.isSafeInteger(value) && value >= least)) return value;
  throw refusal(option, `be an integer, at least ${least}`, value);
}
