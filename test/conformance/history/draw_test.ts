import * as fc from "fast-check";
import type { CallFault } from "@watertight/sinks";
import { historyParameters } from "../../../conformance/search/history_parameters.ts";
import { drawHistory } from "../../../conformance/history/draw.ts";
import { HistoryArbitrary } from "../../../conformance/history/arbitrary.ts";
import type { Shape } from "../../../conformance/history/shape.ts";
import { eventsOf, type History, isCall } from "../../../conformance/history/history.ts";
import { plan, type PlannedCall } from "../../../conformance/history/plan.ts";
import { assert, assertEquals } from "../../assert.ts";
import { bareShape, fullShape } from "./shapes.ts";

const shapes: fc.Arbitrary<Shape> = fc.record({
  maxWorkers: fc.integer({ min: 1, max: 12 }),
  usualLimits: fc.constantFrom([], fullShape.usualLimits),
  namedLimits: fc.array(fc.integer({ min: 1, max: 1024 }), { maxLength: 4 }),
  pool: fc.integer({ min: 64, max: 2048 }),
  rivals: fc.constantFrom([], [[0, 5], [1, 6, 7]]),
  counted: fc.boolean(),
  pauses: fc.constantFrom([], [2, 6]),
  faults: fc.uniqueArray(fc.constantFrom("reject", "reject-after-apply", "hang")),
  invalidEvents: fc.boolean(),
  invalidConfigs: fc.nat(3),
  stringConfig: fc.boolean(),
});

Deno.test("drawHistory() gives the same history for the same numbers and shape", () => {
  fc.assert(fc.property(shapes, fc.infiniteStream(fc.nat()), (shape, numbers) => {
    const drawn = [...numbers.take(200)];
    const draw = () => {
      let next = 0;
      return drawHistory((bound) => drawn[next++ % drawn.length]! % bound, shape);
    };
    assertEquals(draw(), draw());
  }));
});

Deno.test("drawHistory() stays within its shape", () => {
  const drawn = shapes.chain((shape) =>
    new HistoryArbitrary(shape).map((history) => ({ shape, history }))
  );
  fc.assert(fc.property(drawn, ({ shape, history }) => requireLegal(history, shape)), {
    numRuns: 1000,
  });
});

function requireLegal(history: History, shape: Shape): void {
  assert(history.workers >= 1 && history.workers <= shape.maxWorkers, "workers out of range");
  const events = eventsOf(history);
  assert(new Set(events).size === events.length, "an event that is written twice");
  assert(events.every((place) => place >= 0 && place < shape.pool), "events beyond the pool");
  assert(!history.given?.stringConfig || shape.stringConfig, "a configuration that is not there");
  assert((history.given?.invalidConfig ?? -1) < shape.invalidConfigs, "no such configuration");
  assert(history.steps.length > 0, "a history without steps says nothing");
  let { workers } = history;
  for (const step of history.steps) {
    if (step.do === "restart") {
      ({ workers } = step);
      assert(workers >= 1 && workers <= shape.maxWorkers, "workers of a restart out of range");
    }
    if (step.do === "pause") assert(shape.pauses.includes(step.ms), "a pause for no timer");
    if (!isCall(step)) continue;
    assert(step.worker >= 0 && step.worker < workers, "a worker that is not there");
    if (step.fault) requireLegalFault(step.fault, shape);
    assert(step.do === "write" || step.fault?.until === undefined, "only a write precedes a close");
    assert(step.do !== "write" || !step.invalid || shape.invalidEvents, "no such invalid event");
  }
}

function requireLegalFault({ kind, after, times }: CallFault, shape: Shape): void {
  assert(shape.faults.includes(kind), "an unknown fault");
  assert(kind !== "hang", "a fault that waits, in a random history");
  assert(shape.counted || after === undefined && times === undefined, "a fault that is counted");
}

/** What a default run must visit, each told from the calls of one history. */
const situations: Record<string, (calls: readonly PlannedCall[], history: History) => boolean> = {
  "an empty batch": (calls) =>
    calls.some(({ call, events }) => call === "write" && events.length === 0),
  "a restart": (calls) => calls.some(({ run }) => run > 0),
  "another worker count": (calls) => calls.some(({ workers }) => workers !== calls[0]!.workers),
  "a twin": (_, { steps }) => steps.some((step) => "twin" in step),
  "a late build": (calls) =>
    calls.some((call, index) => call.call === "build" && wroteBefore(call, calls, index)),
  "an early close": (calls) =>
    calls.some((call, index) =>
      call.call === "write" &&
      calls.slice(0, index).some((other) =>
        other.call === "close" && other.run === call.run && other.partition !== call.partition
      )
    ),
  "a repeated close": (calls) => closedBefore("close", calls),
  "a write after close": (calls) => closedBefore("write", calls),
  "an idle worker beside a busy one": (calls) => {
    const busy = new Set(calls.flatMap((it) => it.call === "write" ? [it.partition] : []));
    return busy.size > 0 && calls.some(({ partition }) => !busy.has(partition));
  },
  "a burst of overlapping calls": (_, { steps }) =>
    steps.some((step, index) => "after" in step && "after" in (steps[index + 1] ?? {})),
  "an overlapping build": (calls) =>
    calls.some(({ call, after }) => call === "build" && after !== undefined),
  "an array reused": (calls) => calls.some(({ afterwards }) => afterwards === "array-reused"),
  "an event changed": (calls) => calls.some(({ afterwards }) => afterwards === "event-changed"),
  "equal batches in a row": (calls) =>
    calls.some(({ call, partition, events }, index) => {
      const next = calls[index + 1];
      return call === "write" && events.length > 0 && next?.call === "write" &&
        next.events.length === events.length && next.partition === partition;
    }),
  "a delayed client": (_, { pace }) => pace !== undefined,
  "a frozen configuration": (_, { given }) => given?.frozenConfig === true,
  "frozen events": (_, { given }) => given?.frozenEvents === true,
  "minimal arguments": (_, { given }) => given?.minimalArguments === true,
  "a look around a call": (calls) => calls.some(({ look }) => look),
};

const suppliedSituations: typeof situations = {
  "a rejecting write": (calls) => failing("write", "reject", calls),
  "a write applied and then rejected": (calls) => failing("write", "reject-after-apply", calls),
  "a rejecting close": (calls) => failing("close", "reject", calls),
  "a fault that outlives its write": (calls) => calls.some((it) => it.fault?.until === "close"),
  "an invalid event": (calls) => calls.some(({ invalid }) => invalid),
  "a restart after a fault": (calls) =>
    calls.some(({ run }) => run > 0) && calls.some((it) => it.fault),
  "a configuration of strings": (_, { given }) => given?.stringConfig === true,
  "a failure in the midst of a call": (calls) => calls.some((it) => it.fault?.after),
  "a failure that passes by itself": (calls) => calls.some((it) => it.fault?.times),
  "events of one key": (calls) => rivalsOf(calls).length > 1,
  "events of one key in different batches": (calls) =>
    new Set(rivalsOf(calls).map(({ index }) => index)).size > 1,
};

/** What costs real time, or tells of one rule alone. */
const rareSituations: typeof situations = {
  "a failing build": (calls) => failing("build", "reject", calls),
  "a pause": (calls) => calls.some(({ pause }) => pause),
};

/** The places of one group of rivals that are written, each with the call that does. */
function rivalsOf(calls: readonly PlannedCall[]): { place: number; index: number }[] {
  const groups = fullShape.rivals.map((group) =>
    calls.flatMap(({ events }, index) =>
      events.filter((place) => group.includes(place)).map((place) => ({ place, index }))
    )
  );
  return groups.toSorted((a, b) => b.length - a.length)[0]!;
}

function wroteBefore(build: PlannedCall, calls: readonly PlannedCall[], index: number): boolean {
  return calls.slice(0, index).some(({ call, run }) => call === "write" && run === build.run);
}

function closedBefore(kind: PlannedCall["call"], calls: readonly PlannedCall[]): boolean {
  return calls.some((call, index) =>
    call.call === kind &&
    calls.slice(0, index).some((it) => it.call === "close" && it.partition === call.partition)
  );
}

function failing(kind: PlannedCall["call"], fault: string, calls: readonly PlannedCall[]): boolean {
  return calls.some((call) => call.call === kind && call.fault?.kind === fault);
}

/** The histories of a default run. */
function defaultRun(shape: Shape, seed: number): History[] {
  const { arbitrary, parameters } = historyParameters(shape, seed);
  const numRuns = 300;
  return [
    ...parameters.examples.map(([history]) => history),
    ...fc.sample(arbitrary, { seed, numRuns }),
  ];
}

function count(run: readonly History[], situation: typeof situations[string]): number {
  return run.filter((history) => situation(plan(history), history)).length;
}

const seeds = [1, 2, 3, -7, 123456789];

for (const [name, situation] of Object.entries(situations)) {
  Deno.test(`a default run visits ${name} at least 20 times, whatever the subject supplies`, () => {
    for (const seed of seeds) {
      const times = count(defaultRun(bareShape, seed), situation);
      assert(times >= 20, `seed ${seed} visits it ${times} times`);
    }
  });
}

for (const [name, situation] of Object.entries(suppliedSituations)) {
  Deno.test(`a default run visits ${name} at least 20 times when the subject allows it`, () => {
    for (const seed of seeds) {
      const times = count(defaultRun(fullShape, seed), situation);
      assert(times >= 20, `seed ${seed} visits it ${times} times`);
    }
  });
}

for (const [name, situation] of Object.entries(rareSituations)) {
  Deno.test(`a default run visits ${name} at least 8 times when the subject allows it`, () => {
    for (const seed of seeds) {
      const times = count(defaultRun(fullShape, seed), situation);
      assert(times >= 8, `seed ${seed} visits it ${times} times`);
    }
  });
}

Deno.test("a default run visits both sides of every limit, usual or named", () => {
  const run = defaultRun({ ...fullShape, namedLimits: [77] }, 1);
  for (const limit of [...fullShape.usualLimits, 77]) {
    for (const size of [limit - 1, limit + 1]) {
      const times = count(run, (calls) => calls.some(({ events }) => events.length === size));
      assert(times >= 1, `a batch of ${size} is never written`);
    }
  }
});

Deno.test("a default run hangs the storage in a few histories only, since each waits", () => {
  const times = count(
    defaultRun(fullShape, 1),
    (calls) => calls.some((it) => it.fault?.kind === "hang"),
  );
  assert(times >= 5 && times <= 12, `it hangs ${times} times`);
});
