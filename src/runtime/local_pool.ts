import type { Plan } from "../flow/mod.ts";
import type { RunObserver } from "./observer.ts";
import { Resources } from "./resources.ts";
import type { RunOptions, Settled } from "./run_options.ts";
import { writeSpans } from "./spans.ts";
import type { WorkerPool } from "./worker_pool.ts";
import { LocalWorker } from "./worker.ts";

/** The workers of a run in this thread; `halted` tells whether something failed anywhere. */
export function localPool(
  plan: Plan,
  options: RunOptions,
  settings: Settled,
  observer: Required<RunObserver> | undefined,
  halted: () => boolean,
): WorkerPool {
  const { clock, batching: mode, batchSize: size, firstIndex, workerCount } = settings;
  const resources = new Resources(options.bridge ?? false, options.sessions, clock);
  const services = {
    resources,
    watchers: { observer, openSpan: writeSpans() },
    batching: { mode, size },
    halted,
  };
  return {
    workers: Array.from(
      { length: settings.workers },
      (_, index) => new LocalWorker(plan, firstIndex + index, workerCount, services),
    ),
    dispose: () => resources.dispose(settings.shutdownTimeout),
    dismiss: () => {},
  };
}
