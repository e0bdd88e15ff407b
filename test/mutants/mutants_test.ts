import { checkConformance } from "../../conformance/mod.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { mutants } from "./mod.ts";
import { survivors } from "./survivors.ts";

/** The survey checks at many more, and with all histories of a default run. */
const seeds = [1, -20_000];
const runs = 60;

for (const [rule, list] of Object.entries(mutants)) {
  for (const mutant of list) {
    Deno.test(`${rule} kills a sink that ${mutant.name}`, async () => {
      // Waiting for calls that never settle is not what is tested here.
      const callLimit = rule === "calls.settle" ? 60 : 1000;
      for (const seed of seeds) {
        const report = await checkConformance(mutant.subject, { seed, callLimit, runs });
        const verdict = report.verdicts.find((it) => it.rule === rule)!;
        assertEquals(verdict.outcome, "violated", `seed ${seed}: ${verdict.reason ?? "no reason"}`);
        const { message, trace, history, replay } = verdict.counterexample!;
        assertMatch(message, mutant.says);
        const calls = trace.calls.length;
        assert(calls <= mutant.calls, `seed ${seed}: ${calls} calls, ${JSON.stringify(history)}`);
        const again = await checkConformance(mutant.subject, { ...replay, callLimit });
        const [replayed] = again.verdicts;
        assertEquals(replayed?.outcome, "violated", `seed ${seed}: the replay does not show it`);
        assertEquals(replayed?.counterexample?.message, message);
      }
    });
  }
}

for (const [rule, list] of Object.entries(survivors)) {
  for (const { name, subject } of list) {
    Deno.test(`${rule} does not find yet that a sink ${name}`, async () => {
      const { verdicts } = await checkConformance(subject, { seed: 1, runs, rules: [rule] });
      assertEquals(verdicts[0]?.outcome, "satisfied", "a survivor was killed: make it a mutant");
    });
  }
}

Deno.test("the mutants have names of their own", () => {
  const names = Object.values(mutants).flatMap((list) => list.map(({ name }) => name));
  assertEquals(new Set(names).size, names.length);
});
