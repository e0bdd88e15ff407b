import * as fc from "fast-check";
import { anomalyKinds, evidenceOf, type Finding, rules } from "@watertight/sinks/conformance";
import { causes } from "../../conformance/judge/causes.ts";
import { assert } from "../assert.ts";
import { requireClear } from "./clear.ts";
import { runs } from "./runs.ts";
import { drawnTraces, traceOf } from "./traces.ts";

/** What each kind of anomaly is blamed on. */
const blamed = fc.dictionary(fc.constantFrom(...anomalyKinds), fc.constantFrom(...causes), {
  maxKeys: 6,
});

function requireFinding({ message }: Finding): void {
  assert(typeof message === "string" && message !== "", "a finding without words");
  assert(!/\b(event|events|worker|of|to) (undefined|NaN)\b/.test(message), message);
}

Deno.test("every rule judges every trace that a recorder could write, and throws on none", () => {
  const [judged, violated] = [new Set<string>(), new Set<string>()];
  fc.assert(
    fc.property(drawnTraces(false), blamed, (drawn, blamed) => {
      const evidence = evidenceOf(traceOf(drawn), blamed);
      for (const { id, judge } of rules) {
        const findings = judge(evidence);
        findings?.forEach(requireFinding);
        if (findings) judged.add(id);
        if (findings?.length) violated.add(id);
      }
    }),
    { numRuns: runs },
  );
  // What needs several things to meet is judged by few traces drawn at random, and violated by fewer.
  const most = rules.length;
  assert(judged.size > most * 0.9, `only ${judged.size} of ${most} rules judged a trace`);
  assert(violated.size > most / 2, `only ${violated.size} of ${most} rules were violated`);
});

Deno.test("a trace with numbers that no recorder writes is judged, or refused with a clear error", () => {
  let judged = 0;
  fc.assert(
    fc.property(drawnTraces(true), (drawn) => {
      let evidence;
      try {
        evidence = evidenceOf(traceOf(drawn));
      } catch (error) {
        return requireClear(error, RangeError);
      }
      for (const { judge } of rules) judge(evidence);
      judged++;
    }),
    { numRuns: runs },
  );
  assert(judged > runs / 10, `of ${runs} traces only ${judged} were judged`);
});
