import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/bridge/clock.ts";
import { type CommandResult, readCommandLine } from "../../conformance/cli/command.ts";
import { supervise } from "../../conformance/cli/supervise.ts";

/** Limits that let a check end soon. */
export const limits: readonly string[] = [
  "--seed=1",
  "--runs=0",
  "--time-limit=300",
  "--call-limit=60",
  "--hook-limit=400",
];

/** What the command line makes of the subjects of a module, one result each. */
export async function resultsOf(module: URL): Promise<readonly CommandResult[]> {
  const results: CommandResult[] = [];
  const args = [fileURLToPath(module), ...limits];
  await supervise(args, readCommandLine(args), 0, systemClock, (result) => results.push(result));
  return results;
}
