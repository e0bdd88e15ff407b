import type { Plan } from "../flow/mod.ts";
import type { RunObserver } from "./observer.ts";
import { type Ending, Patience } from "./patience.ts";
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
  ending: Ending,
): WorkerPool {
  const { clock, batching: mode, batchSize: size, firstIndex, workerCount } = settings;
  const resources = new Resources({
    bridged: options.bridge ?? false,
    provider: options.sessions,
    clock,
    ending,
  });
  const services = {
    resources,
    watchers: { observer, openSpan: writeSpans() },
    batching: { mode, size },
    failed,
  };
  const patiences = Array.from({ length: settings.workers }, () => new Patience(ending));
  return {
    workers: patiences.map((patience, index) =>
      new LocalWorker(plan, firstIndex + index, workerCount, { ...services, patience })
    ),
    release: () => resources.dispose(),
    [Symbol.dispose]: () => patiences.forEach((patience) => patience[Symbol.dispose]()),
  };
}
