import { checkConformance } from "../../conformance/mod.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import type { Killed } from "./mod.ts";

/** The survey checks at more, and with all histories of a default run. */
const seeds = [1, -20_000];

/** Random histories of each check. */
export const runs = 40;

/** Milliseconds of each check: sinks with timers would take all there are. */
const timeLimit = 4000;

/** Registers a test for each mutant: its rule kills it, and no rule that it does not list. */
export function testExactness(mutants: readonly Killed[]): void {
  for (const killed of mutants) {
    Deno.test(`${killed.rule} and no other rule kills a sink that ${killed.mutant.name}`, async () => {
      for (const seed of seeds) await requireExact(killed, seed);
    });
  }
}

async function requireExact({ rule, mutant }: Killed, seed: number): Promise<void> {
  // Waiting for calls that never settle is not what is tested here.
  const callLimit = rule === "calls.settle" ? 60 : 1000;
  const report = await checkConformance(mutant.subject, { seed, callLimit, runs, timeLimit });
  const verdict = report.verdicts.find((it) => it.rule === rule)!;
  assertEquals(verdict.outcome, "violated", `seed ${seed}: ${verdict.reason ?? "no reason"}`);
  const accused = report.verdicts.filter((it) => it.outcome === "violated" && it.rule !== rule)
    .filter((it) => !mutant.also?.includes(it.rule))
    .map((it) => `${it.rule}: ${it.counterexample?.message}`);
  assertEquals(accused, [], `seed ${seed}: rules are accused besides`);
  const { message, trace, history, replay } = verdict.counterexample!;
  assertMatch(message, mutant.says);
  const calls = trace.calls.length;
  assert(calls <= mutant.calls, `seed ${seed}: ${calls} calls, ${JSON.stringify(history)}`);
  const again = await checkConformance(mutant.subject, { ...replay, callLimit });
  const [replayed] = again.verdicts;
  assertEquals(replayed?.outcome, "violated", `seed ${seed}: the replay does not show it`);
}
