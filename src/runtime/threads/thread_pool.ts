import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plan } from "../../flow/mod.ts";
import type { RunObserver } from "../observer.ts";
import type { FilledOptions, RunOptions } from "../run_options.ts";
import type { Ending } from "../patience.ts";
import type { WorkerPool } from "../worker_pool.ts";
import { ThreadWorker } from "./thread_worker.ts";

/** The workers of a run in threads of their own, each of which imports the module. */
export function threadPool(
  module: string | URL,
  plan: Plan,
  options: RunOptions,
  settings: FilledOptions,
  observer: Required<RunObserver> | undefined,
  ending: Ending,
  cutShort: AbortSignal,
): WorkerPool {
  const { batching: mode, batchSize: size, firstIndex, workerCount } = settings;
  const setup = {
    module: urlOf(String(module)),
    workers: workerCount,
    sections: new Map(plan.sinks.map(({ name, config }) => [name, config])),
    runtime: plan.runtime,
    batching: { mode, size },
    bridge: options.bridge ?? false,
    shutdownTimeout: ending.ms,
    observed: observer !== undefined,
  };
  const shared = { sinks: plan.sinks.map(({ name }) => name), observer, ending, cutShort };
  const workers = Array.from(
    { length: settings.workers },
    (_, index) => new ThreadWorker({ ...shared, setup: { ...setup, index: firstIndex + index } }),
  );
  return {
    workers,
    release: async () => (await Promise.all(workers.map((worker) => worker.release()))).flat(),
    [Symbol.dispose]: () => workers.forEach((worker) => worker.dismiss()),
  };
}

/** A path is relative to the working directory, as it is everywhere else. A drive letter is no scheme. */
function urlOf(module: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(module) ? module : pathToFileURL(resolve(module)).href;
}
