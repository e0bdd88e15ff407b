import * as fc from "fast-check";
import {
  type BuildStep,
  type CloseStep,
  eventsOf,
  type History,
  type WriteStep,
} from "../../../conformance/history/history.ts";
import { plan, type PlannedCall } from "../../../conformance/history/plan.ts";
import { places } from "../../../conformance/history/shape.ts";
import { assert, assertEquals } from "../../assert.ts";
import { histories } from "./shapes.ts";

/** `build p0`, `write p0 2`, `close p0`: the calls of a history in short. */
function short(history: History): string[] {
  return plan(history).map(({ call, partition, events }) =>
    call === "write" ? `write p${partition} ${events.length}` : `${call} p${partition}`
  );
}

const write = (worker: number, events = 1): WriteStep => ({
  do: "write",
  worker,
  events: places(0, events),
});
const close = (worker: number): CloseStep => ({ do: "close", worker });
const build = (worker: number): BuildStep => ({ do: "build", worker });

Deno.test("plan() builds every worker at the start and closes it at the end", () => {
  assertEquals(short({ workers: 2, steps: [write(0)] }), [
    "build p0",
    "build p1",
    "write p0 1",
    "close p0",
    "close p1",
  ]);
});

Deno.test("plan() leaves a worker out of the start when its first step is a build", () => {
  assertEquals(short({ workers: 2, steps: [write(0), build(1), write(1)] }), [
    "build p0",
    "write p0 1",
    "build p1",
    "write p1 1",
    "close p0",
    "close p1",
  ]);
});

Deno.test("plan() builds all others before a call after which its partition may be closed", () => {
  const failing: readonly WriteStep[] = [
    { ...write(0), fault: { kind: "reject" } },
    { ...write(0), invalid: true },
  ];
  for (const step of failing) {
    const calls = ["build p0", "build p1", "write p0 1", "close p0", "close p1"];
    assertEquals(short({ workers: 2, steps: [step, build(1)] }), calls);
    const meanwhile = ["build p0", "write p0 1", "build p1", "close p0", "close p1"];
    const overlapping = { ...build(1), after: 0 };
    assertEquals(short({ workers: 2, steps: [step, overlapping] }), meanwhile);
  }
});

Deno.test("plan() ignores a build of a worker that is built already", () => {
  const built = short({ workers: 1, steps: [write(0), build(0)] });
  assertEquals(built, ["build p0", "write p0 1", "close p0"]);
});

Deno.test("plan() builds a twin where it first appears, with the index of its elder", () => {
  const calls = plan({ workers: 1, steps: [write(0), { ...write(0), twin: true }] });
  assertEquals(calls.map(({ call, partition, worker }) => [call, partition, worker]), [
    ["build", 0, 0],
    ["write", 0, 0],
    ["build", 1, 0],
    ["write", 1, 0],
    ["close", 0, 0],
    ["close", 1, 0],
  ]);
});

Deno.test("plan() closes everything before a restart and builds the workers of the next run", () => {
  const calls = plan({
    workers: 1,
    steps: [write(0), { do: "restart", workers: 2 }, write(1)],
  });
  assertEquals(calls.map(({ call, run, partition, workers }) => [call, run, partition, workers]), [
    ["build", 0, 0, 1],
    ["write", 0, 0, 1],
    ["close", 0, 0, 1],
    ["build", 1, 1, 2],
    ["build", 1, 2, 2],
    ["write", 1, 2, 2],
    ["close", 1, 1, 2],
    ["close", 1, 2, 2],
  ]);
});

Deno.test("plan() makes the writes and closes that come after a close, and no close at the end", () => {
  const calls = short({ workers: 1, steps: [close(0), write(0), close(0)] });
  assertEquals(calls, ["build p0", "close p0", "write p0 1", "close p0"]);
});

Deno.test("plan() keeps overlap, looks, quirks and faults of each step", () => {
  const calls = plan({
    workers: 1,
    steps: [
      { do: "write", worker: 0, events: [4], after: 3, look: true, afterwards: "array-reused" },
      {
        do: "write",
        worker: 0,
        events: [5],
        fault: { kind: "reject", until: "close" },
        invalid: true,
      },
      { do: "close", worker: 0, after: 0, fault: { kind: "hang" } },
    ],
  });
  const [, first, second, last] = calls;
  assertEquals([first!.after, first!.look, first!.afterwards], [3, true, "array-reused"]);
  assertEquals([second!.fault, second!.invalid], [{ kind: "reject", until: "close" }, true]);
  assertEquals([last!.after, last!.fault], [0, { kind: "hang" }]);
});

Deno.test("plan() counts a worker index round when there are fewer workers", () => {
  const [, , call] = plan({ workers: 2, steps: [write(5)] });
  assertEquals(call!.worker, 1);
});

Deno.test("plan() gives each partition one build, then its writes, and at least one close", () => {
  fc.assert(fc.property(histories, (history) => {
    for (const calls of partitionsOf(history)) {
      assertEquals(calls[0]!.call, "build");
      assertEquals(calls.filter(({ call }) => call === "build").length, 1);
      assert(calls.some(({ call }) => call === "close"), "a partition that is never closed");
    }
  }));
});

Deno.test("plan() builds every worker index of every run once, twins aside", () => {
  fc.assert(fc.property(histories, (history) => {
    const calls = plan(history);
    for (const run of Map.groupBy(calls, (call) => call.run).values()) {
      const built = new Set(run.filter(({ call }) => call === "build").map(({ worker }) => worker));
      assertEquals(built.size, run[0]!.workers);
      assert(run.every(({ worker, workers }) => worker < workers && workers === run[0]!.workers));
    }
  }));
});

Deno.test("plan() numbers partitions by their builds, and runs in order", () => {
  fc.assert(fc.property(histories, (history) => {
    const calls = plan(history);
    const builds = calls.filter(({ call }) => call === "build");
    assertEquals(builds.map(({ partition }) => partition), [...builds.keys()]);
    const runs = calls.map(({ run }) => run);
    assertEquals(runs, runs.toSorted((a, b) => a - b));
  }));
});

Deno.test("plan() writes the events of the steps, in their order", () => {
  fc.assert(fc.property(histories, (history) => {
    assertEquals(plan(history).flatMap(({ events }) => events), eventsOf(history));
  }));
});

Deno.test("plan() lets time pass before the next call, all of several pauses", () => {
  const calls = plan({
    workers: 1,
    steps: [write(0), { do: "pause", ms: 2 }, { do: "pause", ms: 6 }, write(0)],
  });
  assertEquals(calls.map(({ call, pause }) => [call, pause]), [
    ["build", undefined],
    ["write", undefined],
    ["write", 8],
    ["close", undefined],
  ]);
});

Deno.test("plan() gives a look after a pause to the call before it", () => {
  const calls = plan({ workers: 1, steps: [write(0), { do: "pause", ms: 7, look: true }] });
  assertEquals(calls.map(({ call, pause, readAfter }) => [call, pause, readAfter]), [
    ["build", undefined, undefined],
    ["write", undefined, 7],
    ["close", undefined, undefined],
  ]);
});

Deno.test("plan() closes one partition alone when the history says so", () => {
  const calls = short({ workers: 3, onlyClose: 1, steps: [write(0), close(2)] });
  assertEquals(calls.filter((call) => call.startsWith("close")), ["close p1"]);
});

function partitionsOf(history: History): PlannedCall[][] {
  return [...Map.groupBy(plan(history), ({ partition }) => partition).values()];
}
