import { checkModule, errorText } from "../../../conformance/cli/check_module.ts";
import type { SubjectResult } from "../../../conformance/cli/check_task.ts";
import { readCommandLine } from "../../../conformance/cli/command_line.ts";
import type { ReportLook } from "../../../conformance/cli/look.ts";
import { worstOf } from "../../../conformance/cli/report_printer.ts";

/** How reports look in tests. */
export const plainLook: ReportLook = {
  command: "conform",
  date: "2026-11-30T12:00:00Z",
  width: 100,
  colour: false,
  progress: false,
};

/** What came of a command line. */
export interface Performed {
  readonly code: 0 | 1 | 2;
  readonly text: string;
}

/** What a result says, in the first of its formats. */
export function textOf(result: SubjectResult): string {
  return result.kind === "report" ? result.parts[0]! : result.unchecked.message;
}

/** Runs a command line that checks to its end within this thread: what tests of it need no worker for. */
export async function perform(args: readonly string[]): Promise<Performed> {
  const results: SubjectResult[] = [];
  try {
    const read = readCommandLine(args);
    if (read.command === "help") return { code: 0, text: read.text };
    if (read.command !== "check") throw new Error(`Cannot perform ${read.command} here`);
    const { line } = read;
    for (const module of line.modules.length > 0 ? line.modules : [undefined]) {
      const task = { line, module, look: plainLook, baseline: undefined };
      for await (const result of checkModule(task)) results.push(result);
    }
  } catch (error) {
    return { code: 2, text: errorText(error) };
  }
  return { code: worstOf(results), text: results.map(textOf).join("\n") };
}
