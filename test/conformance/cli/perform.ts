import {
  checkModule,
  type CommandResult,
  errorResult,
  readCommandLine,
  usage,
  worstOf,
} from "../../../conformance/cli/command.ts";

/** Runs a command line to its end within this thread: what tests of it need no worker for. */
export async function perform(args: readonly string[]): Promise<CommandResult> {
  const results: CommandResult[] = [];
  try {
    const line = readCommandLine(args);
    if (line.values.help) return { code: 0, text: usage };
    for (const module of line.modules) {
      for await (const result of checkModule(line, module)) results.push(result);
    }
  } catch (error) {
    results.push(errorResult(error));
  }
  return { code: worstOf(results), text: results.map(({ text }) => text).join("\n") };
}
