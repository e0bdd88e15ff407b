/**
 * A configuration file that cannot be read. The message names the file, and the line and key where they are known.
 *
 * @example
 * ```ts
 * import { ConfigError, loadConfig } from "@watertight/sinks";
 *
 * const failure = await loadConfig("flow.yaml", { read: () => Promise.resolve("a: [") })
 *   .catch((error) => error);
 * console.assert(failure instanceof ConfigError);
 * ```
 */
export class ConfigError extends Error {
  /** Always `ConfigError`. */
  override readonly name = "ConfigError";
}
