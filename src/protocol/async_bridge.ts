/**
 * Runs asynchronous work on behalf of a partition; owned by the runtime, so a partition cannot shut it down.
 *
 * @example A write that goes through the bridge
 * ```ts
 * import type { AsyncBridge } from "@watertight/sinks";
 *
 * function insertThrough(bridge: AsyncBridge, rows: readonly string[]): Promise<void> {
 *   return bridge.run(async (signal) => {
 *     signal.throwIfAborted();
 *     await Promise.resolve(rows.length);
 *   }, { timeout: 5_000 });
 * }
 *
 * await insertThrough({ alive: true, run: async (task) => await task(AbortSignal.timeout(5_000)) }, ["a"]);
 * ```
 */
export interface AsyncBridge {
  /** Whether {@linkcode AsyncBridge.run} still accepts work: false once the owner has shut it down. */
  readonly alive: boolean;

  /**
   * Runs a task and settles with its result or its error.
   *
   * @param task receives a signal that is aborted when the timeout passes.
   * @param options `timeout` in milliseconds; none by default. The bridge stays usable after one.
   * @throws {Error} (as a rejection) when the task fails, runs out of time, or the bridge was shut down.
   */
  run<T>(
    task: (signal: AbortSignal) => PromiseLike<T>,
    options?: { timeout?: number },
  ): Promise<T>;
}
