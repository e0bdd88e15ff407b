import type { Plan } from "../flow/mod.ts";
import type { RunObserver } from "./observer.ts";
import { Resources } from "./resources.ts";
import type { FilledOptions, RunOptions } from "./run_options.ts";
import { writeSpans } from "./spans.ts";
import type { WorkerPool } from "./worker_pool.ts";
import { LocalWorker } from "./worker.ts";

/** The workers of a run in this thread; `failed` is aborted when something has failed anywhere. */
export function localPool(
  plan: Plan,
  options: RunOptions,
  settings: FilledOptions,
  observer: Required<RunObserver> | undefined,
  failed: AbortSignal,
): WorkerPool {
  const { clock, batching: mode, batchSize: size, firstIndex, workerCount } = settings;
  const resources = new Resources({
    bridged: options.bridge ?? false,
    provider: options.sessions,
    clock,
    grace: settings.shutdownTimeout,
  });
  const services = {
    resources,
    watchers: { observer, openSpan: writeSpans() },
    batching: { mode, size },
    failed,
  };
  return {
    workers: Array.from(
      { length: settings.workers },
      (_, index) => new LocalWorker(plan, firstIndex + index, workerCount, services),
    ),
    release: () => resources.dispose(),
    [Symbol.dispose]: () => {},
  };
}
