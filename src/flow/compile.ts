import process from "node:process";
import { describe } from "../protocol/describe.ts";
import type { Problem } from "./compilation_error.ts";
import { Config, type KeyPath, valueAt } from "./config/config.ts";
import { resolve } from "./config/resolve.ts";
import { runtimeSettings } from "./config/runtime_settings.ts";
import type { Flow } from "./flow.ts";
import type { Plan } from "./plan.ts";
import { planFlow } from "./plan_flow.ts";

/** Where {@linkcode compile} finds what a flow refers to. */
export interface CompileOptions {
  /** The environment that `${oc.env:NAME}` reads; default: that of the process, read only when it is referred to. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Checks a flow against its configuration and makes it ready to run.
 *
 * Each sink gets the section `streaming.sinks.<name>`; a dotted name reads a nested one. A null section counts as
 * missing, an empty one as present. `streaming.runtime` sets the defaults of the run. Only these sections are
 * resolved, so a variable that nothing here refers to may be unset. Nothing is opened or built, and the source
 * is not touched.
 *
 * @param flow what to run.
 * @param config a plain object, or what {@linkcode loadConfig} gave.
 * @throws {CompilationError} with every problem at once, each with its path.
 * @throws {TypeError} for a flow that is no object.
 *
 * @example
 * ```ts
 * import { CompilationError, compile, map } from "@watertight/sinks";
 *
 * const flow = { name: "orders", source: [1, 2], process: [map((n: number) => n + 1)] };
 * try {
 *   compile(flow, {});
 * } catch (error) {
 *   if (!(error instanceof CompilationError)) throw error;
 *   console.assert(error.problems[0]?.path === "process");
 * }
 * ```
 */
export function compile(flow: Flow, config: unknown, options: CompileOptions = {}): Plan {
  const located = isLocated(config) ? config : new Config(config, new Map());
  const env = options.env ?? process.env;
  const problems: Problem[] = [];
  const reportKey = (path: KeyPath, message: string): void => {
    const position = located.positionOf(path);
    problems.push({ path: path.join("."), message, ...(position && { position }) });
  };
  const read = (path: KeyPath): { readonly written?: unknown; readonly resolved?: unknown } => {
    try {
      const written = valueAt(located.value, path);
      return { written, resolved: resolve(written, path, (name) => env[name], reportKey) };
    } catch (error) {
      // An object may hold getters and proxies, which throw anything.
      reportKey(path, `a section must be readable: reading it threw ${describe(error)}`);
      return {};
    }
  };

  const { resolved, written } = read(["streaming", "runtime"]);
  const runtime = runtimeSettings(resolved, written, reportKey);
  const readSection = (name: string): unknown => {
    const path = ["streaming", "sinks", ...name.split(".")];
    const before = problems.length;
    const { resolved, written } = read(path);
    const section = resolved ?? null;
    if (section === null && problems.length === before) {
      const actual = written === undefined ? "it is missing" : "it is null";
      reportKey(path, `the section of a sink must be present: ${actual}`);
    }
    return section;
  };
  return planFlow(flow, runtime, readSection, problems);
}

function isLocated(config: unknown): config is Config {
  try {
    return config instanceof Config;
  } catch {
    return false;
  }
}
