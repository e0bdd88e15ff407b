import { evidenceOf, rules } from "../../conformance/mod.ts";
import { assertEquals } from "../assert.ts";
import { readRecorded } from "./recorded.ts";

for (const rule of rules) {
  Deno.test(`${rule.id} judges its recorded traces without a sink`, async () => {
    const { violated, satisfied } = await readRecorded(rule.id);
    const [finding] = rule.judge(evidenceOf(violated.trace, violated.causes)) ?? [];
    assertEquals(finding?.message, violated.message, `a sink that ${violated.by}`);
    assertEquals(rule.judge(evidenceOf(satisfied.trace)), [], `a sink that ${satisfied.by}`);
  });
}

Deno.test("every recorded trace belongs to a rule", () => {
  const known = new Set<string>(rules.map(({ id }) => `${id}.json`));
  const files = [...Deno.readDirSync(new URL(".", import.meta.url))].map(({ name }) => name);
  assertEquals(files.filter((name) => name.endsWith(".json") && !known.has(name)), []);
});
