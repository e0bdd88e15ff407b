import {
  isMainThread,
  type MessagePort,
  parentPort,
  Worker,
  workerData,
  type WorkerOptions,
} from "node:worker_threads";

/**
 * Starts a thread with a module that calls {@linkcode portOf} on its own URL. The module tells that URL itself: whoever
 * launches it imports it, so that it is found wherever the kit is installed, under whatever ending its files have there.
 * Not a web worker: Deno cannot end one that loops for ever, and its process does not end then either.
 *
 * @param module the URL of the module.
 * @param name what the thread is called where threads are listed.
 * @param limits of what it may take; default: those of the process.
 */
export function launchThread(
  module: string,
  name: string,
  limits: Pick<WorkerOptions, "resourceLimits"> = {},
): Worker {
  // Deno runs modules from everywhere, but starts the threads of Node from files and texts alone.
  const entry = module.startsWith("file:")
    ? module
    : `data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(module)};`)}`;
  return new Worker(new URL(entry), { ...limits, name, workerData: { module } });
}

/** The port to who launched this thread, if it was launched for this module and not merely imports it. */
export function portOf(module: string): MessagePort | undefined {
  return !isMainThread && workerData?.module === module ? parentPort ?? undefined : undefined;
}
