import process from "node:process";

/** What asks a run to stop in good order. */
export interface InterruptSources {
  readonly signal: AbortSignal | undefined;
  /** Names of signals of the operating system. */
  readonly signals: readonly string[];
}

/**
 * Calls back once, on the first interrupt. The listeners are gone then: a second Ctrl-C ends the process as if
 * nobody listened, so a sink that hangs cannot hold it.
 *
 * @returns what stops listening.
 */
export function onInterrupt(sources: InterruptSources, interrupt: () => void): () => void {
  const ignore = (): void => {
    sources.signal?.removeEventListener("abort", once);
    for (const name of sources.signals) process.removeListener(name, once);
  };
  const once = (): void => {
    ignore();
    interrupt();
  };
  sources.signal?.addEventListener("abort", once, { once: true });
  for (const name of sources.signals) process.on(name, once);
  return ignore;
}
