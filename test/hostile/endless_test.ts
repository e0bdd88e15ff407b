/** The command line as a process: what never returns is ended with it, and nothing of it is left. */
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { reportDocument } from "../../conformance/report/json_schema.ts";
import { assert, assertEquals } from "../assert.ts";
import { endlessRows } from "./members.ts";
import { limits, requireLine } from "./supervised.ts";

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Runs the command line to its end. */
async function run(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", pathOf("../../conformance/cli/main.ts"), ...args, ...limits],
    env,
  }).output();
  const [out, err] = [stdout, stderr].map((it) => new TextDecoder().decode(it));
  return { code, out: out!, err: err! };
}

Deno.test(`the command line ends ${endlessRows.length} members that never return`, async (t) => {
  const rows = endlessRows.entries();
  const failures: string[] = [];
  // Two at a time, each a process of its own.
  const lane = async () => {
    for (const [index, { line, code: expected }] of rows) {
      const args = [pathOf("./endless_subject.ts")];
      const { code, out, err } = await run(args, { HOSTILE_ROW: String(index) });
      try {
        requireLine(out + err, line);
        assertEquals([code, expected === 2 ? out : err], [expected, ""]);
      } catch (error) {
        failures.push(`${line}: ${error}`);
      }
    }
  };
  await Promise.all([lane(), lane()]);
  await t.step("each with its line and its code", () => assertEquals(failures, []));
});

Deno.test("the subjects beside a hostile one are checked, and the report is alone on standard output", async () => {
  const { code, out, err } = await run([pathOf("./several_subjects.ts")]);
  assertEquals(code, 2);
  for (const name of ["the first", "the third", "a flood"]) requireLine(out, `${name} conforms`);
  requireLine(out, 'close() of subject "a loop in close" did not return within 300 ms');
  const told = 'open() of subject "a loop in open" did not return within 400 ms';
  // The lines of a message are those of a terminal.
  const lines = err.replaceAll(/\s+/g, " ");
  assert(lines.includes(told) && lines.includes("it called Deno.exit(3)"), lines.slice(0, 3000));
});

Deno.test("standard output holds one JSON document alone, whatever is ended", async () => {
  const { code, out } = await run([pathOf("./several_subjects.ts"), "--reporter=json"]);
  assertEquals(code, 2);
  const { reports } = v.parse(reportDocument, JSON.parse(out));
  assertEquals(reports.map((it) => [it.subject, "error" in it ? "error" : it.conforms]), [
    ["the first", true],
    ["a loop in open", "error"],
    ["the third", true],
    ["a loop in close", false],
    ["an exit", "error"],
    ["a flood", true],
  ]);
});
