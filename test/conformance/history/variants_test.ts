import type { Trace } from "@watertight/sinks";
import {
  type Factor,
  factors,
  type History,
  type HistoryStep,
  type Subject,
} from "@watertight/sinks/conformance";
import * as fc from "fast-check";
import { HistoryArbitrary } from "../../../conformance/history/arbitrary.ts";
import { eventCount, eventsOf } from "../../../conformance/history/history.ts";
import { places, type Shape } from "../../../conformance/history/shape.ts";
import { systematicHistories } from "../../../conformance/history/systematic.ts";
import { halvesOf, simplerVariants, variantsOf } from "../../../conformance/history/variants.ts";
import { factorsOf } from "../../../conformance/judge/factors.ts";
import { traceOf } from "../../../conformance/search/run_history.ts";
import { assert, assertEquals } from "../../assert.ts";
import { contextOf, faultyRows, type Row, rowsSubject, sound } from "../rows.ts";
import { bareShape, fullShape } from "./shapes.ts";

/** Drawn histories, and those of the systematic phase. */
const any = fc.oneof(
  new HistoryArbitrary(fullShape),
  fc.constantFrom(...systematicHistories(fullShape)),
);

/** Whether a list stands in another as it is, without a gap. */
function standsIn(part: readonly number[], whole: readonly number[]): boolean {
  return ` ${whole.join(" ")} `.includes(` ${part.join(" ")} `);
}

function batchesOf({ steps }: History): readonly (readonly number[])[] {
  return steps.flatMap((it) => it.do === "write" && it.events.length > 0 ? [it.events] : []);
}

Deno.test("every event of a history stays with its write in each of its variants", () => {
  fc.assert(
    fc.property(any, fc.constantFrom(...factors), (history, factor) => {
      for (const variant of variantsOf(history, factor, fullShape.pool)) {
        const batches = batchesOf(variant);
        for (const batch of batchesOf(history)) {
          assert(
            batches.some((it) => standsIn(batch, it)),
            `without ${factor} [${batch}] is torn in ${JSON.stringify(variant)}`,
          );
        }
      }
    }),
    { numRuns: 2000 },
  );
});

/** What is put right by an event more, or needs more events. */
const adding: readonly Factor[] = ["empty-batch", "idle-worker", "pending"];

Deno.test("a variant writes no event more than its history, but where an event puts it right", () => {
  fc.assert(
    fc.property(any, fc.constantFrom(...factors), (history, factor) => {
      for (const variant of variantsOf(history, factor, fullShape.pool)) {
        const [events, own] = [eventsOf(variant), eventsOf(history)];
        assertEquals(new Set(events).size, events.length, `${factor} writes an event twice`);
        if (!adding.includes(factor)) assertEquals(events.length, own.length, factor);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a variant is never the history itself", () => {
  fc.assert(fc.property(any, fc.constantFrom(...factors), (history, factor) => {
    const told = JSON.stringify(history);
    for (const variant of variantsOf(history, factor, fullShape.pool)) {
      assert(JSON.stringify(variant) !== told, `without ${factor} nothing changes in ${told}`);
    }
  }));
});

Deno.test("variants write no more events than the pool holds", () => {
  const history: History = {
    workers: 8,
    steps: [{ do: "write", worker: 0, events: places(0, 60) }],
  };
  for (const factor of factors) {
    for (const variant of variantsOf(history, factor, 64)) {
      assert(eventCount(variant) <= 64, `${factor}: ${eventCount(variant)} events`);
    }
  }
});

/** A sound sink that takes its time, so that calls can overlap. */
const slow = rowsSubject(async (it) => {
  await undefined;
  const partition = sound(it);
  return {
    async writeBatch(items) {
      await undefined;
      await partition.writeBatch(items);
    },
    async close() {
      await undefined;
      await partition.close();
    },
  };
}, { stringConfig: { table: "rows" } });
const slowShape: Shape = { ...bareShape, stringConfig: true, pauses: [1] };

/** Where nothing fails every call is made, in the history and in its variants. */
function isClean({ calls }: Trace): boolean {
  return calls.every(({ outcome }) => outcome.kind === "returned");
}

/** They cannot be taken away: other orders are tried, single closes, and writes that flush what is pending. */
const lasting: readonly Factor[] = ["close-order", "interleaving", "peer-close", "pending"];

/** Executes each variant of each factor that a history has. */
async function eachVariant(
  subject: Subject<Row>,
  history: History,
  check: (factor: Factor, variant: History, left: ReadonlySet<Factor>, last: boolean) => void,
  concerns: (trace: Trace) => boolean = isClean,
): Promise<void> {
  const context = contextOf(subject);
  const trace = await traceOf(context, history);
  if (!concerns(trace)) return;
  for (const factor of factorsOf(trace)) {
    const variants = variantsOf(history, factor, context.pool.events.length);
    for (const variant of variants) {
      const left = factorsOf(await traceOf(context, variant));
      check(factor, variant, left, variant === variants.at(-1));
    }
  }
}

Deno.test("a variant has nothing left of its factor once it is executed", async () => {
  const drawn = new HistoryArbitrary(slowShape);
  await fc.assert(
    fc.asyncProperty(drawn, async (history) => {
      await eachVariant(slow, history, (factor, variant, left) => {
        if (lasting.includes(factor)) return;
        assert(!left.has(factor), `${factor} stays in ${JSON.stringify(variant)}`);
      });
    }),
    { numRuns: 200 },
  );
});

Deno.test("the last variant without a fault has none left, the others all but one", async () => {
  const subject = faultyRows();
  const shape: Shape = { ...bareShape, faults: ["reject"] };
  await fc.assert(
    fc.asyncProperty(new HistoryArbitrary(shape), async (history) => {
      await eachVariant(subject, history, (factor, variant, left, last) => {
        if (factor !== "fault" || !last) return;
        assert(!left.has("fault"), `a fault stays in ${JSON.stringify(variant)}`);
      }, () => true);
    }),
    { numRuns: 200 },
  );
});

/** What a variant cannot do without. */
const accepted: Partial<Record<Factor, readonly Factor[]>> = {
  // One life after another: each is built and closed while others have still to come.
  interleaving: ["late-build", "early-close", "overlap", "peer-close"],
  pending: ["split"],
  // Closes that were no repetition by themselves come to stand one after the other.
  "early-close": ["repeated-close"],
  // A second partition of an index is built where it first appears: after the write that is added, or
  // with its close.
  "idle-worker": ["late-build"],
  "close-order": ["late-build"],
};

Deno.test("a variant has no factor more that is more particular", async () => {
  for (const history of systematicHistories(slowShape)) {
    const before = factorsOf(await traceOf(contextOf(slow), history));
    await eachVariant(slow, history, (factor, variant, left) => {
      for (const added of left.difference(before)) {
        if (accepted[factor]?.includes(added)) continue;
        assert(
          factors.indexOf(added) > factors.indexOf(factor),
          `without ${factor} there is ${added} in ${JSON.stringify(variant)}`,
        );
      }
    });
  }
});

const write = (worker: number, ...events: readonly number[]): HistoryStep => ({
  do: "write",
  worker,
  events,
});
const close = (worker: number): HistoryStep => ({ do: "close", worker });
const build = (worker: number): HistoryStep => ({ do: "build", worker });
const restart = (workers: number): HistoryStep => ({ do: "restart", workers });
const twin = (step: HistoryStep): HistoryStep => ({ ...step, twin: true }) as HistoryStep;

/** The steps of the variants of a history of two workers. */
function left(factor: Factor, ...steps: readonly HistoryStep[]): (readonly HistoryStep[])[] {
  return variantsOf({ workers: 2, steps }, factor, 2048).map((it) => it.steps);
}

Deno.test("without a repeated close the first close and everything else are kept", () => {
  assertEquals(left("repeated-close", write(0, 1), close(0), close(0), write(1, 2), close(1)), [
    [write(0, 1), close(0), write(1, 2), close(1)],
  ]);
});

Deno.test("without a late write it is written before the close", () => {
  assertEquals(left("late-write", write(0, 1), close(0), write(0, 2), write(1, 3)), [
    [write(0, 1), write(0, 2), close(0), write(1, 3)],
  ]);
});

Deno.test("without a split the writes of a partition are one batch in each run", () => {
  assertEquals(left("split", write(0, 1), write(1, 2), write(0, 3, 4), restart(2), write(0, 5)), [
    [write(0, 1, 3, 4), write(1, 2), restart(2), write(0, 5)],
  ]);
});

Deno.test("without an empty batch there is an event that nobody else writes", () => {
  assertEquals(left("empty-batch", write(0, 0), twin(write(0))), [
    [write(0, 0), twin(write(0, 1))],
  ]);
});

Deno.test("without an idle worker each has an event of its own, after the first builds", () => {
  assertEquals(left("idle-worker", build(0), write(0, 0)), [
    [build(0), { do: "write", events: [1], worker: 1 }, write(0, 0)],
  ]);
});

Deno.test("without an interleaving no twin is built that was not there", () => {
  const variants = left("interleaving", write(0, 1), write(1, 2), write(0, 3));
  assertEquals(variants.length, 2);
  assert(!variants.flat().some((step) => "twin" in step));
});

Deno.test("without a twin the second partition has an index of its own, built where it was", () => {
  const history: History = { workers: 1, steps: [write(0, 1), twin(write(0, 2)), twin(close(0))] };
  assertEquals(variantsOf(history, "twin", 2048), [
    { workers: 2, steps: [write(0, 1), build(1), write(1, 2), close(1)] },
  ]);
});

Deno.test("without a restart everything is one run of the most workers", () => {
  const history: History = {
    workers: 1,
    steps: [write(0, 1), close(0), restart(3), write(2, 2), restart(1), write(0, 3)],
  };
  assertEquals(variantsOf(history, "restart", 2048), [
    { workers: 3, steps: [write(0, 1), write(2, 2), write(0, 3)] },
  ]);
});

Deno.test("without a fault the write is kept, and forgets when it would have been healed", () => {
  const failing: HistoryStep = {
    do: "write",
    worker: 0,
    events: [1],
    fault: { kind: "reject", until: "close" },
  };
  assertEquals(left("fault", failing), [[write(0, 1)]]);
});

Deno.test("of several faults each is taken away alone, and then all", () => {
  const failing = (event: number): HistoryStep => ({
    do: "write",
    worker: 0,
    events: [event],
    fault: { kind: "reject" },
  });
  assertEquals(left("fault", failing(1), failing(2)), [
    [write(0, 1), failing(2)],
    [failing(1), write(0, 2)],
    [write(0, 1), write(0, 2)],
  ]);
});

Deno.test("without frozen events nobody changes what nobody could change before", () => {
  const steps: HistoryStep[] = [{
    do: "write",
    worker: 0,
    events: [1],
    afterwards: "event-changed",
  }];
  const history: History = { workers: 1, given: { frozenEvents: true }, steps };
  assertEquals(variantsOf(history, "frozen-events", 2048), [
    { workers: 1, steps: [write(0, 1)] },
  ]);
});

Deno.test("a pause that a look belongs to is no factor of its own", () => {
  const pause: HistoryStep = { do: "pause", ms: 5 };
  const looking: HistoryStep = { do: "pause", ms: 7, look: true };
  assertEquals(left("pause", write(0, 1), pause, write(0, 2), looking), [
    [write(0, 1), write(0, 2), looking],
  ]);
});

Deno.test("what is pending is flushed by two large batches before its close", () => {
  const [steps] = left("pending", write(0, 1), close(0));
  assertEquals(steps!.map((it) => it.do), ["write", "write", "write", "close"]);
  const sizes = steps!.map((it) => it.do === "write" ? it.events.length : 0);
  assertEquals([sizes[0], sizes[1]! > 1000, sizes[1] === sizes[2]], [1, true, true]);
});

Deno.test("halvesOf() puts a fault that lasts until the close in the call alone, and in the close, also at once", () => {
  const fault = { kind: "reject", after: 1 } as const;
  const lasting: HistoryStep = {
    do: "write",
    worker: 0,
    events: [1],
    fault: { ...fault, until: "close" },
  };
  assertEquals(halvesOf({ workers: 1, steps: [lasting] }).map((it) => it.steps), [
    [{ do: "write", worker: 0, events: [1], fault }],
    [write(0, 1), { do: "close", worker: 0, fault }],
    [write(0, 1), { do: "close", worker: 0, fault: { kind: "reject" } }],
  ]);
});

Deno.test("simplerVariants() gives nothing larger than the history", () => {
  fc.assert(fc.property(any, (history) => {
    for (const variant of simplerVariants(history, fullShape.pool)) {
      const least = { steps: history.steps.length, events: eventCount(history) };
      const grown = variant.steps.length - least.steps + eventCount(variant) - least.events;
      // An empty batch is filled; a second partition is built where it first appears.
      const allowed = history.steps.filter((step) =>
        "twin" in step || step.do === "write" && step.events.length === 0
      ).length;
      assert(grown <= allowed, JSON.stringify(variant));
    }
  }));
});
