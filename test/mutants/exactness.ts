import { checkConformance, type Replay, type RuleId } from "../../conformance/mod.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import type { Killed } from "./mod.ts";

/** Random histories of each check. */
export const runs = 40;

/** Milliseconds of each check: sinks with timers would take all there are. */
const timeLimit = 3000;

/** Waiting for calls that never settle is not what is tested here. */
const callLimits: Readonly<Partial<Record<RuleId, number>>> = {
  "calls.settle": 60,
  "close.bounded": 250,
  "write.bounded": 250,
};

/**
 * Registers a test for each mutant: its rule kills it, and no rule that it does not list. The survey checks at
 * more seeds, and with all histories of a default run.
 */
export function testExactness(mutants: readonly Killed[], seed: number): void {
  for (const killed of mutants) {
    const { rule, mutant } = killed;
    Deno.test(`${rule} and no other rule kills a sink that ${mutant.name}`, async () => {
      const replay = await requireExact(killed, seed);
      const callLimit = callLimits[rule] ?? 1000;
      const { verdicts: [again] } = await checkConformance(mutant.subject, {
        ...replay,
        callLimit,
      });
      assertEquals(again?.outcome, "violated", `${JSON.stringify(replay)} does not show it`);
    });
  }
}

async function requireExact({ rule, mutant }: Killed, seed: number): Promise<Replay> {
  const callLimit = callLimits[rule] ?? 1000;
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
  return replay;
}
