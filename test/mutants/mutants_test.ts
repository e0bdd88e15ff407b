import { checkConformance, type RuleId, ruleIds } from "../../conformance/mod.ts";
import { assert, assertEquals } from "../assert.ts";
import { runs } from "./exactness.ts";
import { mutants } from "./mod.ts";
import { survivors } from "./survivors.ts";

for (const [rule, list] of Object.entries(survivors)) {
  for (const { name, subject } of list) {
    Deno.test(`${rule} does not find yet that a sink ${name}`, async () => {
      const rules = [rule as RuleId];
      const { verdicts } = await checkConformance(subject, { seed: 1, runs, rules });
      assertEquals(verdicts[0]?.outcome, "satisfied", "a survivor was killed: make it a mutant");
    });
  }
}

Deno.test("every rule has a mutant", () => {
  const killing = new Set(mutants.map(({ rule }) => rule));
  assertEquals(ruleIds.filter((id) => !killing.has(id)), []);
});

Deno.test("all mutants together bring few companions of the right rule", () => {
  const companions = mutants.flatMap(({ mutant }) => mutant.also ?? []);
  assert(companions.length < 20, `${companions.length} rules are accused besides`);
});

Deno.test("the mutants have names of their own", () => {
  const names = mutants.map(({ mutant }) => mutant.name);
  assertEquals(new Set(names).size, names.length);
});
