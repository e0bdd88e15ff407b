import { describe } from "../protocol/describe.ts";
import type { IntoSink } from "../protocol/mod.ts";
import { CompilationError, type Problem } from "./compilation_error.ts";
import { compilePath } from "./compile_path.ts";
import type { RuntimeSettings } from "./config/runtime_settings.ts";
import type { Flow } from "./flow.ts";
import type { Plan, PlannedSink } from "./plan.ts";

/**
 * Checks the nodes of a flow and pairs its sinks with their sections, each read once.
 *
 * @param readSection gives the section of a sink; what is wrong with one, it adds to the problems.
 * @param problems what was found before.
 * @throws {CompilationError} with all of them, those of the flow last.
 */
export function planFlow(
  flow: Flow,
  runtime: RuntimeSettings,
  readSection: (name: string) => unknown,
  problems: Problem[],
): Plan {
  if (typeof flow !== "object" || flow === null) {
    throw new TypeError(`Cannot compile a flow as it must be an object: it is ${describe(flow)}`);
  }
  const report = (path: string, message: string): void => void problems.push({ path, message });
  const { name, source, process } = readFlow(flow, report);

  const sections = new Map<string, unknown>();
  const sinks: PlannedSink[] = [];
  const plan = (node: IntoSink<unknown>): PlannedSink => {
    const section = node.name;
    if (!sections.has(section)) sections.set(section, readSection(section));
    const sink = { index: sinks.length, node, name: section, config: sections.get(section) };
    sinks.push(sink);
    return sink;
  };
  const path = Array.isArray(process)
    ? compilePath(process, "process", false, { report, plan })
    : undefined;
  if (problems.length > 0 || path === undefined) throw new CompilationError(name, problems);
  return { flow: name, source, process: path, sinks, runtime };
}

/** Reads the members of a flow, once each, without trusting them: a getter or a proxy may throw anything. */
function readFlow(
  flow: Flow,
  report: (path: string, message: string) => void,
): Flow {
  const read = <T>(member: keyof Flow, problemOf: (value: unknown) => string | undefined): T => {
    try {
      const value: unknown = Reflect.get(flow, member);
      const problem = problemOf(value);
      if (problem !== undefined) report(member, problem);
      return value as T;
    } catch (error) {
      const actual = `reading it threw ${describe(error)}`;
      report(member, `the ${member} of a flow must be readable: ${actual}`);
      return undefined as T;
    }
  };
  return {
    name: read(
      "name",
      (name) =>
        typeof name === "string" && name !== ""
          ? undefined
          : `the name of a flow must be a non-empty string: it is ${describe(name)}`,
    ),
    source: read(
      "source",
      (source) =>
        iterates(source, Symbol.iterator) || iterates(source, Symbol.asyncIterator)
          ? undefined
          : `a source must be iterable, sync or async: it is of type ${typeof source}`,
    ),
    process: read(
      "process",
      (process) =>
        Array.isArray(process)
          ? undefined
          : `a process must be an array of nodes: it is of type ${typeof process}`,
    ),
  };
}

function iterates(source: unknown, key: symbol): boolean {
  return (source ?? null) !== null && typeof Reflect.get(Object(source), key) === "function";
}
