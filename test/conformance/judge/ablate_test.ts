import type { Trace } from "@watertight/sinks";
import {
  type Circumstance,
  circumstances,
  type History,
  type Step,
} from "@watertight/sinks/conformance";
import * as fc from "fast-check";
import { traceOf } from "../../../conformance/check/investigate.ts";
import { HistoryArbitrary } from "../../../conformance/generate/history_arbitrary.ts";
import { systematicHistories } from "../../../conformance/generate/systematic.ts";
import { eventCount } from "../../../conformance/history.ts";
import { effective, without } from "../../../conformance/judge/ablate.ts";
import { circumstancesOf } from "../../../conformance/judge/circumstances.ts";
import { assert, assertEquals } from "../../assert.ts";
import { bareShape } from "../generate/shapes.ts";
import { rowsSubject, sound, stageOf } from "../rows.ts";

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
});
const stage = stageOf(slow);

async function found(history: History): Promise<ReadonlySet<Circumstance>> {
  return circumstancesOf(await traceOf(stage, history));
}

/** Where nothing is refused every call is made, in the history and in its controls. */
function isClean({ calls }: Trace): boolean {
  const closed = new Set<number>();
  return calls.every(({ call, partition }) => {
    if (call === "close") closed.add(partition);
    return call !== "write" || !closed.has(partition);
  });
}

/** They cannot be taken away: other orders are tried, and a write that flushes what is pending. */
const lasting: readonly Circumstance[] = ["close-order", "interleaving", "peer-close", "pending"];

/** What a control cannot do without. */
const accepted: Partial<Record<Circumstance, readonly Circumstance[]>> = {
  // One life after another: each is built and closed while others have still to come.
  interleaving: ["late-build", "early-close", "overlap"],
  pending: ["split"],
  // Closes that were no repetition by themselves come to stand one after the other.
  "early-close": ["repeated-close"],
};

/** Checks each control of each circumstance of a history. */
async function eachControl(
  history: History,
  check: (circumstance: Circumstance, control: History) => Promise<void>,
): Promise<void> {
  const trace = await traceOf(stage, history);
  if (!isClean(trace)) return;
  const particular = circumstancesOf(trace);
  const told = effective(history, particular);
  for (const circumstance of particular) {
    for (const control of without(told, circumstance, stage.pool.length)) {
      await check(circumstance, control);
    }
  }
}

Deno.test("without() gives histories that lack the circumstance", async () => {
  await fc.assert(
    fc.asyncProperty(new HistoryArbitrary(bareShape), async (history) => {
      await eachControl(history, async (circumstance, control) => {
        if (lasting.includes(circumstance)) return;
        const left = await found(control);
        assert(!left.has(circumstance), `${circumstance} stays in ${JSON.stringify(control)}`);
      });
    }),
    { numRuns: 300 },
  );
});

Deno.test("without() adds no circumstance that is more particular", async () => {
  for (const history of systematicHistories(bareShape)) {
    const before = await found(history);
    await eachControl(history, async (circumstance, control) => {
      for (const added of (await found(control)).difference(before)) {
        if (accepted[circumstance]?.includes(added)) continue;
        assert(
          circumstances.indexOf(added) > circumstances.indexOf(circumstance),
          `without ${circumstance} there is ${added} in ${JSON.stringify(control)}`,
        );
      }
    });
  }
});

Deno.test("without() writes no more events than the pool holds", () => {
  const write: Step = { do: "write", worker: 0, events: 60 };
  const history = { workers: 8, first: 0, steps: [write] };
  for (const circumstance of circumstances) {
    for (const control of without(history, circumstance, 64)) {
      assert(eventCount(control) <= 64, `${circumstance}: ${eventCount(control)} events`);
    }
  }
});

const write = (worker: number, events = 1): Step => ({ do: "write", worker, events });
const close = (worker: number): Step => ({ do: "close", worker });

/** What is left of the steps of a history of two workers. */
function left(circumstance: Circumstance, steps: readonly Step[]): (readonly Step[])[] {
  return without({ workers: 2, first: 0, steps }, circumstance, 2048).map((it) => it.steps);
}

Deno.test("without() a repeated close keeps the first close and everything else", () => {
  const steps = [write(0), close(0), close(0), write(1), close(1)];
  assertEquals(left("repeated-close", steps), [[write(0), close(0), write(1), close(1)]]);
});

Deno.test("without() a late write keeps the writes before the close", () => {
  assertEquals(left("late-write", [write(0), close(0), write(0), write(1)]), [
    [write(0), close(0), write(1)],
  ]);
});

Deno.test("without() a split makes one batch of the writes of a partition in each run", () => {
  const restart: Step = { do: "restart", workers: 2 };
  assertEquals(left("split", [write(0), write(1), write(0, 3), restart, write(0)]), [
    [write(0, 4), write(1), restart, write(0)],
  ]);
});

Deno.test("without() an empty batch to a twin still builds the twin", () => {
  assertEquals(left("empty-batch", [{ do: "write", worker: 0, events: 0, twin: true }]), [
    [{ do: "build", worker: 0, twin: true }],
  ]);
});

Deno.test("without() an interleaving builds no twin that was not there", () => {
  const controls = left("interleaving", [write(0), write(1), write(0)]);
  assertEquals(controls.length, 2);
  assert(!controls.flat().some((step) => "twin" in step));
});

Deno.test("without() a fault keeps the write and forgets when it would have been healed", () => {
  const failing: Step = { do: "write", worker: 0, events: 1, fault: "reject", until: "close" };
  assertEquals(left("fault", [failing]), [[write(0)]]);
});

Deno.test("without() frozen events nobody changes what nobody could change before", () => {
  const steps: Step[] = [{ do: "write", worker: 0, events: 1, afterwards: "event-changed" }];
  const history: History = { workers: 1, first: 0, given: { frozenEvents: true }, steps };
  assertEquals(without(history, "frozen-events", 2048), [{
    workers: 1,
    first: 0,
    steps: [write(0)],
  }]);
});
