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
    throw new TypeError(`Cannot compile a flow as it must be an object: it is ${String(flow)}`);
  }
  const report = (path: string, message: string): void => void problems.push({ path, message });
  checkFlow(flow, report);

  const sections = new Map<string, unknown>();
  const sinks: PlannedSink[] = [];
  const plan = (node: IntoSink<unknown>): PlannedSink => {
    const { name } = node;
    if (!sections.has(name)) sections.set(name, readSection(name));
    const sink = { index: sinks.length, node, name, config: sections.get(name) };
    sinks.push(sink);
    return sink;
  };
  const path = Array.isArray(flow.process)
    ? compilePath(flow.process, "process", false, { report, plan })
    : undefined;
  if (problems.length > 0 || path === undefined) throw new CompilationError(flow.name, problems);
  return { flow: flow.name, source: flow.source, process: path, sinks, runtime };
}

function checkFlow(flow: Flow, report: (path: string, message: string) => void): void {
  const { name, source, process } = flow;
  if (typeof name !== "string" || name === "") {
    report("name", `the name of a flow must be a non-empty string: it is ${describe(name)}`);
  }
  const iterates = (key: symbol): boolean =>
    (source ?? null) !== null && typeof Reflect.get(Object(source), key) === "function";
  if (!iterates(Symbol.iterator) && !iterates(Symbol.asyncIterator)) {
    report("source", `a source must be iterable, sync or async: it is of type ${typeof source}`);
  }
  if (!Array.isArray(process)) {
    report("process", `a process must be an array of nodes: it is of type ${typeof process}`);
  }
}
