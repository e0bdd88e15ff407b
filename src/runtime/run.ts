import type { Plan } from "../flow/mod.ts";
import { describe } from "../protocol/describe.ts";
import { Supervisor } from "./supervisor.ts";
import { onInterrupt } from "./interrupt.ts";
import { RunError } from "./run_error.ts";
import { readRunOptions } from "./read_run_options.ts";
import { fillOptions, type RunOptions } from "./run_options.ts";
import type { RunSummary } from "./run_summary.ts";

/**
 * Runs a plan until its source ends, it is interrupted, or something fails.
 *
 * Each worker builds one partition for each place where a sink stands, and calls it as `build (write)* close`: one
 * call at a time, each awaited with all the bridge tasks it started. There is no barrier between workers. The
 * source is read no faster than the sinks write.
 *
 * - At the end of input every partition is written what it is still owed and closed.
 * - An interrupt (`options.signal`, SIGINT) does the same early: what was read is written, the rest stays unread.
 * - When something fails, nothing more is written. The partition whose write failed is closed, then the others of its
 *   worker, then those of the other workers. A `close` of that worker that throws *after its failed write*
 *   aborts the run: see {@linkcode RunError.aborted}.
 * - What hangs at the end is given up after `shutdownTimeout`, and fails the run; it hides no failure that came
 *   before it, and keeps nothing else from being closed. A run that goes on waits for ever: see
 *   {@linkcode RunOptions.shutdownTimeout}.
 *
 * @param plan what `compile` made.
 * @returns what was read and written, once everything is closed.
 * @throws {TypeError} (as a rejection) for what is no plan.
 * @throws {RangeError} (as a rejection) for an option that is not valid; nothing was called then.
 * @throws {RunError} (as a rejection) with the cause and everything that failed after it.
 *
 * @example
 * ```ts
 * import { compile, flow, type IntoSink, payload, run } from "@watertight/sinks";
 *
 * const stored: string[] = [];
 * const intoMemory: IntoSink<string> = {
 *   payload: payload<string>(),
 *   name: "memory",
 *   routerBranchSafe: true,
 *   buildPartition: () => ({ writeBatch: (items) => void stored.push(...items), close: () => {} }),
 * };
 * const shout = flow("shout", ["a", "b"]).map((text) => text.toUpperCase()).into(intoMemory);
 * const summary = await run(compile(shout, { streaming: { sinks: { memory: {} } } }), { workers: 2 });
 * console.assert(summary.read === 2 && stored.sort().join("") === "AB");
 * ```
 */
export async function run(plan: Plan, options: RunOptions = {}): Promise<RunSummary> {
  requirePlan(plan);
  return await runWith(plan, readRunOptions(options));
}

/** Runs a plan with options that cannot throw any more when they are read. */
async function runWith(plan: Plan, options: RunOptions): Promise<RunSummary> {
  const settings = fillOptions(options, plan.runtime);
  options.trace?.runStarted();
  const { signal, interruptOn = ["SIGINT"] } = options;
  // Not by `using`: Node cannot read it before 24.
  const supervisor = new Supervisor(plan, options, settings);
  try {
    const stop = onInterrupt({ signal, signals: interruptOn }, () => supervisor.interrupt());
    try {
      if (signal?.aborted) supervisor.interrupt();
      else await supervisor.work();
      await supervisor.finish();
    } finally {
      stop[Symbol.dispose]();
    }
  } finally {
    supervisor[Symbol.dispose]();
  }
  const [first, ...others] = supervisor.failures;
  if (first !== undefined) {
    throw new RunError([first, ...others], supervisor.aborted, supervisor.summary);
  }
  return supervisor.summary;
}

/** Looks for what `compile` puts in; whoever makes plans by hand may do so. */
function requirePlan(plan: Plan): void {
  try {
    if (plan.process.steps && plan.process.end && Array.isArray(plan.sinks) && plan.runtime) return;
  } catch {
    // It cannot even be read.
  }
  throw new TypeError(
    `Cannot run a plan as it must be what compile has made: it is ${describe(plan)}`,
  );
}
