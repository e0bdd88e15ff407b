import * as fc from "fast-check";
import { systematicHistories } from "../../../conformance/generate/systematic.ts";
import { eventCount, type History } from "../../../conformance/history.ts";
import { assert, assertEquals } from "../../assert.ts";
import { bareShape, fullShape } from "./shapes.ts";

const maxWorkers = fc.integer({ min: 1, max: 12 });

/** A history without its place in the pool. */
function bare({ first: _, ...rest }: History): string {
  return JSON.stringify(rest);
}

Deno.test("systematicHistories() gives the same list every time", () => {
  assertEquals(systematicHistories(fullShape), systematicHistories(fullShape));
});

Deno.test("systematicHistories() begins with the empty history and then grows", () => {
  const [first, ...others] = systematicHistories(bareShape);
  assertEquals(first, { workers: 1, first: 0, steps: [] });
  const lengths = others.slice(0, 39).map(({ steps }) => steps.length);
  assertEquals(lengths, lengths.toSorted((a, b) => a - b));
});

Deno.test("systematicHistories() holds every sequence of up to three steps of one worker", () => {
  const kinds = ["write 1", "write 0", "close"];
  const wanted = ["", ...kinds, ...pairs(kinds), ...pairs(pairs(kinds), kinds)];
  const found = new Set(
    systematicHistories(bareShape).filter(({ workers, given }) => workers === 1 && !given)
      .map(({ steps }) =>
        steps.map((step) => step.do === "write" ? `write ${step.events}` : step.do).join()
      ),
  );
  assertEquals(wanted.filter((steps) => !found.has(steps)), []);
});

function pairs(first: readonly string[], second: readonly string[] = first): string[] {
  return first.flatMap((one) => second.map((other) => `${one},${other}`));
}

Deno.test("systematicHistories() says nothing twice, whatever the number of workers", () => {
  fc.assert(fc.property(maxWorkers, (maxWorkers) => {
    const all = systematicHistories({ ...fullShape, maxWorkers }).map(bare);
    assertEquals(all.filter((history, index) => all.indexOf(history) !== index), []);
  }));
});

Deno.test("systematicHistories() asks for no more workers and events than there may be", () => {
  fc.assert(fc.property(maxWorkers, fc.integer({ min: 64, max: 2048 }), (maxWorkers, pool) => {
    const thresholds = fullShape.thresholds.filter((it) => it < pool - 40);
    for (const history of systematicHistories({ ...fullShape, maxWorkers, pool, thresholds })) {
      assert(history.workers <= maxWorkers, "too many workers");
      assert(history.first >= 0 && history.first < pool, "it begins outside the pool");
      for (const step of history.steps) {
        if (step.do === "restart") assert(step.workers <= maxWorkers, "too many after a restart");
      }
    }
  }));
});

Deno.test("systematicHistories() writes each event once, so that what is stored is told apart", () => {
  fc.assert(fc.property(fc.integer({ min: 64, max: 2048 }), (pool) => {
    const thresholds = fullShape.thresholds.filter((it) => it < pool - 40);
    for (const history of systematicHistories({ ...fullShape, pool, thresholds })) {
      assert(eventCount(history) <= pool, `it writes ${eventCount(history)} of ${pool} events`);
    }
  }));
});

Deno.test("systematicHistories() closes again what a fault has closed", () => {
  const again = systematicHistories(fullShape).filter(({ steps }) =>
    steps.some((step, index) =>
      step.do === "write" && step.until === "close" && steps[index + 1]?.do === "close"
    )
  );
  assert(again.length > 0, "close.honest-after-failure has only closes that fail by themselves");
});
