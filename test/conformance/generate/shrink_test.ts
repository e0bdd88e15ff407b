import * as fc from "fast-check";
import { smaller } from "../../../conformance/generate/shrink.ts";
import { systematicHistories } from "../../../conformance/generate/systematic.ts";
import type { History, Step } from "../../../conformance/history.ts";
import { assert, assertEquals, assertNotEquals } from "../../assert.ts";
import { fullShape, histories } from "./shapes.ts";

/** Drawn histories, and those of the systematic phase: shrinking meets both. */
const any = fc.oneof(histories, fc.constantFrom(...systematicHistories(fullShape)));

/**
 * How much there is to a history, as numbers of which each step of shrinking lowers one and raises none
 * before it: such a descent ends.
 */
function measure({ workers, first, given, pace = 0, steps }: History): number[] {
  const extras = steps.reduce((sum, step) => sum + Object.keys(step).length, 0) +
    Object.keys(given ?? {}).length;
  const numbers = steps.reduce((sum, step) => sum + size(step), 0);
  return [steps.length, workers, extras, numbers + pace, first];
}

function size(step: Step): number {
  if (step.do === "restart") return step.workers;
  return step.worker + (step.after ?? 0) + (step.do === "write" ? step.events : 0);
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at >= 0 && a[at]! < b[at]!;
}

Deno.test("smaller() gives histories that are simpler by a measure, so shrinking ends", () => {
  fc.assert(fc.property(any, (history) => {
    for (const candidate of smaller(history)) {
      assert(
        isLess(measure(candidate), measure(history)),
        `${JSON.stringify(candidate)} is not simpler than ${JSON.stringify(history)}`,
      );
    }
  }));
});

Deno.test("smaller() never gives its origin again", () => {
  fc.assert(fc.property(any, (history) => {
    for (const candidate of smaller(history)) assertNotEquals(candidate, history);
  }));
});

Deno.test("smaller() has nothing for the smallest history", () => {
  assertEquals([...smaller({ workers: 1, first: 0, steps: [] })], []);
});

Deno.test("smaller() tries every single step away", () => {
  fc.assert(
    fc.property(any, (history) => {
      const candidates = [...smaller(history)].map((it) => JSON.stringify(it));
      history.steps.forEach((_, index) => {
        const without = { ...history, steps: history.steps.toSpliced(index, 1) };
        assert(candidates.includes(JSON.stringify(without)), `step ${index} always stays`);
      });
    }),
    { numRuns: 30 },
  );
});

Deno.test("smaller() finds the least batch that still fails, by halves", () => {
  let history: History = {
    workers: 1,
    first: 0,
    steps: [{ do: "write", worker: 0, events: 1000 }],
  };
  const fails = ({ steps: [step] }: History) => step?.do === "write" && step.events >= 137;
  let tries = 0;
  for (let next: History | undefined = history; next;) {
    history = next;
    next = undefined;
    for (const candidate of smaller(history)) {
      tries++;
      if (!fails(candidate)) continue;
      next = candidate;
      break;
    }
  }
  assertEquals(history.steps, [{ do: "write", worker: 0, events: 137 }]);
  assert(tries < 200, `it took ${tries} tries`);
});
