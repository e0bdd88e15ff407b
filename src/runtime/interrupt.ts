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
 * @throws {RangeError} when this machine knows no signal of a name; nobody listens then.
 */
export function onInterrupt(sources: InterruptSources, interrupt: () => void): Disposable {
  const ignore = (): void => {
    sources.signal?.removeEventListener("abort", once);
    for (const name of sources.signals) process.removeListener(name, once);
  };
  const once = (): void => {
    ignore();
    interrupt();
  };
  sources.signal?.addEventListener("abort", once, { once: true });
  try {
    for (const name of sources.signals) process.on(name, once);
  } catch (cause) {
    ignore();
    const actual = sources.signals.join(", ");
    throw new RangeError(
      `Cannot run a plan as the option interruptOn must name signals of this machine: it is ${actual}`,
      { cause },
    );
  }
  return { [Symbol.dispose]: ignore };
}
