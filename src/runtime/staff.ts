import type { Plan } from "../flow/mod.ts";
import type { Failure } from "./failure.ts";
import { harmless, type RunObserver } from "./observer.ts";
import { Resources } from "./resources.ts";
import type { RunOptions, Settled } from "./run_options.ts";
import { writeSpans } from "./spans.ts";
import { threadStaff } from "./threads/thread_staff.ts";
import { LocalWorker, type Worker } from "./worker.ts";

/** The workers of a run, with what they share. */
export interface Staff {
  readonly workers: readonly Worker[];
  /** Disposes what the workers share, once every partition is closed. Gives what that threw. */
  dispose(): Promise<readonly Failure[]>;
  /** Lets go of what would outlive the run, whatever its outcome. */
  dismiss(): void;
}

/** Takes on the workers of a run, in this thread or in one each; `halted` tells whether something failed. */
export function takeOn(
  plan: Plan,
  options: RunOptions,
  settings: Settled,
  halted: () => boolean,
): Staff {
  const observers = [options.observer, options.trace].filter((one) => one !== undefined);
  const observer = observers.length === 0 ? undefined : harmless(observers);
  return options.threads
    ? threadStaff(plan, options, settings, observer)
    : localStaff(plan, options, settings, observer, halted);
}

function localStaff(
  plan: Plan,
  options: RunOptions,
  settings: Settled,
  observer: Required<RunObserver> | undefined,
  halted: () => boolean,
): Staff {
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
