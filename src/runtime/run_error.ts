import type { Failure } from "./failure.ts";
import type { RunSummary } from "./run_summary.ts";
import { thrownAsText } from "./thrown.ts";

/**
 * A run that failed. By then every partition that was built has been closed, unless {@linkcode aborted}, and but for
 * those of a thread that died and those with a call that hung: the message names every call that did.
 *
 * @example
 * ```ts
 * import { compile, type IntoSink, payload, run, RunError } from "@watertight/sinks";
 *
 * const intoNowhere: IntoSink<number> = {
 *   payload: payload<number>(),
 *   name: "nowhere",
 *   routerBranchSafe: true,
 *   buildPartition: () => ({
 *     writeBatch: () => Promise.reject(new Error("disk full")),
 *     close: () => {},
 *   }),
 * };
 * const flow = { name: "numbers", source: [1], process: [intoNowhere] };
 * const failure = await run(compile(flow, { streaming: { sinks: { nowhere: {} } } })).catch((error) => error);
 * console.assert(failure instanceof RunError && failure.phase === "write");
 * ```
 */
export class RunError extends Error {
  /** Always `RunError`. */
  override readonly name = "RunError";
  /** What the runtime was doing when the run failed. */
  readonly phase: Failure["phase"];
  /** The worker it happened on; absent where none was involved. */
  readonly worker?: number;
  /** The name of the sink; absent where none was involved. */
  readonly sink?: string;
  /** Everything that failed, in order; the first is the cause. */
  readonly failures: readonly Failure[];
  /** What `close` threw, in order, the cause included when it was a close that failed. */
  readonly closeErrors: readonly unknown[];
  /**
   * Whether a close threw on the worker whose write had failed. The engine dies of that on the spot, so nothing
   * was called any more: the other partitions were not closed and may hold what they never flushed, the bridge
   * was not shut down, no session manager disposed. End the process, too.
   */
  readonly aborted: boolean;
  /** What had been done before. */
  readonly summary: RunSummary;

  /** Describes a failed run; made by `run`. */
  constructor(failures: readonly [Failure, ...Failure[]], aborted: boolean, summary: RunSummary) {
    const [first] = failures;
    const later = failures.slice(1).filter(({ hung }) => hung).map(describeHang).join("");
    super(describeFailure(first, summary.flow, aborted) + later, { cause: first.error });
    this.phase = first.phase;
    if (first.worker !== undefined) this.worker = first.worker;
    if (first.sink !== undefined) this.sink = first.sink;
    this.failures = failures;
    this.closeErrors = failures.filter(({ phase }) => phase === "close").map(({ error }) => error);
    this.aborted = aborted;
    this.summary = summary;
  }
}

const requirements: Readonly<Record<Failure["phase"], string>> = {
  source: "its source must yield events without an error",
  step: "every step must take every event",
  payload: "must be given events of its payload",
  build: "must build a partition",
  write: "must write every batch",
  close: "must close without an error",
  sessions: "its session manager must open and be disposed without an error",
  thread: "every thread must stay alive",
};

function describeFailure(
  { phase, error, worker, sink }: Failure,
  flow: string,
  aborted: boolean,
): string {
  const what = sink === undefined || phase === "sessions" ? "" : `sink ${JSON.stringify(sink)} `;
  const where = worker === undefined ? "" : ` on worker ${worker}`;
  const after = aborted
    ? "; a close threw after the failed write, so no other partition was closed"
    : "";
  return `Cannot finish flow ${JSON.stringify(flow)} as ${what}${requirements[phase]}: ` +
    `it failed${where} with ${thrownAsText(error)}${after}`;
}

/** What hung after the first failure, one clause each. */
function describeHang({ phase, worker, sink }: Failure): string {
  const what = sink === undefined ? "" : ` of sink ${JSON.stringify(sink)}`;
  const where = worker === undefined ? "" : ` on worker ${worker}`;
  return `; then the ${phase}${what}${where} hung and was given up`;
}
