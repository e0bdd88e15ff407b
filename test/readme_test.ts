import { checkConformance, rules } from "@watertight/sinks/conformance";
import { assert, assertEquals, assertStringIncludes } from "./assert.ts";
import { block, generated, readme, subjectOf } from "./readme.ts";

/** Time passes differently each time. */
function masked(text: string): string {
  return text.replace(/in \d+ ms/, "in … ms");
}

Deno.test("README.md shows the report, the test and the usage as they come out", async () => {
  for (const [title, text] of await generated()) {
    assertEquals(masked(block(title)), masked(text), `${title}: deno run -A test/readme.ts`);
  }
});

Deno.test("README.md shows a fix that makes its sink conform", async () => {
  const lines = block("the fix").split("\n");
  const without = (sign: string) =>
    lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1)).join("\n");
  assertStringIncludes(block("the sink"), without("+"));
  const fixed = await subjectOf(block("the sink").replace(without("+"), without("-")));
  const report = await checkConformance(fixed, { seed: 1, strict: true, timeLimit: 120_000 });
  assertEquals(report.verdicts.filter(({ outcome }) => outcome === "violated"), []);
});

Deno.test("README.md names with each guarantee the rules that it selects", () => {
  for (const { id, needs } of rules) {
    for (const need of needs) {
      const [, guarantee] = need.match(/^guarantees\.(\w+)/) ?? [];
      if (guarantee === undefined) continue;
      const row = readme.split("\n").find((line) => line.startsWith(`| \`${guarantee}\``));
      assert(row?.includes(`\`${id}\``), `${guarantee} selects ${id}`);
    }
  }
});
