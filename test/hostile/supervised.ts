import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/bridge/clock.ts";
import { readCommandLine } from "../../conformance/cli/command_line.ts";
import { worstOf } from "../../conformance/cli/report_printer.ts";
import { supervise } from "../../conformance/cli/supervise.ts";
import { assert, assertEquals } from "../assert.ts";
import { type Performed, plainLook, textOf } from "../conformance/cli/perform.ts";
import { type Hostile, limit } from "./hostile.ts";

/** Limits that let a check end soon. */
export const limits: readonly string[] = [
  "--seed=1",
  "--runs=0",
  "--time-limit=1000",
  `--call-limit=${limit.call}`,
  `--hook-limit=${limit.hook}`,
];

/** What the command line makes of the subjects of a module, one result each, in turn. */
export async function resultsOf(module: URL, ...more: readonly string[]): Promise<Performed[]> {
  const results: Performed[] = [];
  const args = [fileURLToPath(module), ...limits, ...more];
  const read = readCommandLine(args);
  assert(read.command === "check");
  const task = {
    line: read.line,
    module: read.line.modules[0],
    look: plainLook,
    baseline: undefined,
  };
  await supervise(task, systemClock, {
    result: (result) => void results.push({ code: worstOf([result]), text: textOf(result) }),
    progress: () => {},
  });
  return results;
}

/** Whether a text says something, in whatever lines: parts are joined by a bar. */
export function requireLine(text: string, line: string): void {
  const told = text.replaceAll(/\s+/g, " ");
  for (const part of line.split("|")) assert(told.includes(part), `"${part}" is not in: ${text}`);
  assert(!told.includes("forged"), text);
}

/** Tests that each row of a table comes to its end, the others whatever one does. */
export function testRows(
  name: string,
  module: URL,
  rows: readonly Hostile[],
  ...more: readonly string[]
): void {
  Deno.test(`the command line comes to an end with ${rows.length} subjects: ${name}`, async (t) => {
    const results = await resultsOf(module, ...more);
    for (const [index, { subject, code, line }] of rows.entries()) {
      // A name may be a getter that never returns.
      const title = "value" in Object.getOwnPropertyDescriptor(subject, "name")!
        ? subject.name
        : line;
      await t.step(JSON.stringify(title), () => {
        const result = results[index];
        assert(result, "there is no result");
        requireLine(result.text, line);
        assertEquals(result.code, code);
      });
    }
    assertEquals(results.length, rows.length);
  });
}
