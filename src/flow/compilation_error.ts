import { describe } from "../protocol/describe.ts";

/** One thing that keeps a flow from running. */
export interface Problem {
  /** Where: in the flow (`process[1].routes["ES"][0]`) or the configuration (`streaming.sinks.orders.url`). */
  readonly path: string;
  /** What must hold there, and what is. */
  readonly message: string;
  /** The configuration file it was read from, with its line from 1, where they are known. */
  readonly position?: { readonly file: string; readonly line: number };
}

/**
 * Everything that keeps a flow from running, in one error.
 *
 * @example
 * ```ts
 * import { CompilationError, compile } from "@watertight/sinks";
 *
 * try {
 *   compile({ name: "", source: [], process: [] }, {});
 * } catch (error) {
 *   console.assert(error instanceof CompilationError && error.problems.length === 2);
 * }
 * ```
 */
export class CompilationError extends Error {
  /** Always `CompilationError`. */
  override readonly name = "CompilationError";
  /** The problems, in the order they were found. */
  readonly problems: readonly Problem[];

  /** Lists the problems of a flow in one message. */
  constructor(flow: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map(({ path, message, position }) => {
      const where = position === undefined ? "" : ` (${position.file}:${position.line})`;
      return `\n  ${path}${where}: ${message}`;
    });
    super(`Cannot compile flow ${describe(flow)} as it has ${count}:${lines.join("")}`);
    this.problems = problems;
  }
}
