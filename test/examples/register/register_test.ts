import process from "node:process";
import { temporaryFolder } from "@watertight/sinks/conformance";
import { findings } from "../../../examples/register/findings.ts";
import { entries } from "../../../examples/register/register.ts";
import { assert, assertEquals } from "../../assert.ts";
import { generated, lastMeasurements, page } from "./generate.ts";

const scriptsFolder = new URL("../../../examples/register/findings/", import.meta.url);

Deno.test("the page of the register is what its data give; deno task register writes it", async () => {
  const [written, wanted] = [await Deno.readTextFile(page), await generated()];
  const lines = written.split("\n");
  const stale = wanted.split("\n").find((line, index) => line !== lines[index]);
  assertEquals(stale, undefined, "the first line that is stale");
  assertEquals(written.length, wanted.length);
});

Deno.test("the checks were made of every entry, with the verdict that it states", async () => {
  const measured = Object.entries((await lastMeasurements()).entries);
  const outcomes = measured.map(([name, { violated }]) => {
    const { atTimes = [] } = entries.find((entry) => entry.name === name) ?? {};
    return [name, violated.filter((rule) => !atTimes.includes(rule)).sort()];
  });
  const stated = entries.map(({ name, violates }) => [name, Object.keys(violates).sort()]);
  assertEquals(outcomes, stated);
});

Deno.test("every finding is named by an entry, has a script, and every script is a finding", () => {
  const named = entries.flatMap(({ violates, averts = [] }) => [
    ...Object.values(violates),
    ...averts,
  ]);
  const scripts = [...Deno.readDirSync(scriptsFolder)].map(({ name }) => name.replace(".ts", ""));
  const known = Object.keys(findings).sort();
  assertEquals([...new Set(named)].sort(), known);
  assertEquals(scripts.sort(), known);
});

for (const [name, { prints, server }] of Object.entries(findings)) {
  const script = new URL(`${name}.ts`, scriptsFolder);

  Deno.test(`the script of ${name} has at most 20 lines, and nothing of the kit`, async () => {
    const text = await Deno.readTextFile(script);
    assert(text.trimEnd().split("\n").length <= 20);
    assert(!/@watertight|from "\./.test(text));
  });

  const ignore = server !== undefined && process.env[server] === undefined;
  Deno.test({
    name: `the script of ${name} prints what is stated${ignore ? `; needs ${server}` : ""}`,
    ignore,
    async fn() {
      using folder = await temporaryFolder("findings-");
      const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "--allow-all", script.href],
        // Where the files that it makes go with it.
        env: { TMPDIR: folder.path },
      }).output();
      const text = new TextDecoder();
      assertEquals(text.decode(stdout), `${prints}\n`, text.decode(stderr));
    },
  });
}
