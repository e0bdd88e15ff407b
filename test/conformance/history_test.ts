import * as fc from "fast-check";
import {
  type BuildStep,
  type CloseStep,
  type History,
  plan,
  type PlannedCall,
  type WriteStep,
} from "../../conformance/history.ts";
import { assert, assertEquals } from "../assert.ts";
import { histories } from "./generate/shapes.ts";

/** `build p0`, `write p0 2`, `close p0`: the calls of a history in short. */
function short(history: History): string[] {
  return plan(history).map(({ call, partition, events }) =>
    call === "write" ? `write p${partition} ${events}` : `${call} p${partition}`
  );
}

const write = (worker: number, events = 1): WriteStep => ({ do: "write", worker, events });
const close = (worker: number): CloseStep => ({ do: "close", worker });
const build = (worker: number): BuildStep => ({ do: "build", worker });

Deno.test("plan() builds every worker at the start and closes it at the end", () => {
  assertEquals(short({ workers: 2, first: 0, steps: [write(0)] }), [
    "build p0",
    "build p1",
    "write p0 1",
    "close p0",
    "close p1",
  ]);
});

Deno.test("plan() leaves a worker out of the start when its first step is a build", () => {
  assertEquals(short({ workers: 2, first: 0, steps: [write(0), build(1), write(1)] }), [
    "build p0",
    "write p0 1",
    "build p1",
    "write p1 1",
    "close p0",
    "close p1",
  ]);
});

Deno.test("plan() ignores a build of a worker that is built already", () => {
  const built = short({ workers: 1, first: 0, steps: [write(0), build(0)] });
  assertEquals(built, ["build p0", "write p0 1", "close p0"]);
});

Deno.test("plan() builds a twin where it first appears, with the index of its elder", () => {
  const calls = plan({ workers: 1, first: 0, steps: [write(0), { ...write(0), twin: true }] });
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
    first: 0,
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
  const calls = short({ workers: 1, first: 0, steps: [close(0), write(0), close(0)] });
  assertEquals(calls, ["build p0", "close p0", "write p0 1", "close p0"]);
});

Deno.test("plan() keeps overlap, looks, quirks and faults of each step", () => {
  const calls = plan({
    workers: 1,
    first: 0,
    steps: [
      { do: "write", worker: 0, events: 1, after: 3, look: true, afterwards: "array-reused" },
      { do: "write", worker: 0, events: 1, fault: "reject", until: "close", invalid: true },
      { do: "close", worker: 0, after: 0, fault: "hang" },
    ],
  });
  const [, first, second, last] = calls;
  assertEquals([first!.after, first!.look, first!.afterwards], [3, true, "array-reused"]);
  assertEquals([second!.fault, second!.invalid], [{ kind: "reject", until: "close" }, true]);
  assertEquals([last!.after, last!.fault], [0, { kind: "hang", until: "call" }]);
});

Deno.test("plan() counts a worker index round when there are fewer workers", () => {
  const [, , call] = plan({ workers: 2, first: 0, steps: [write(5)] });
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

Deno.test("plan() numbers partitions by their builds, runs in order and events one by one", () => {
  fc.assert(fc.property(histories, (history) => {
    const calls = plan(history);
    const builds = calls.filter(({ call }) => call === "build");
    assertEquals(builds.map(({ partition }) => partition), [...builds.keys()]);
    const runs = calls.map(({ run }) => run);
    assertEquals(runs, runs.toSorted((a, b) => a - b));
    let next = 0;
    for (const { call, from, events } of calls) {
      if (call !== "write") continue;
      assertEquals(from, next);
      next += events;
    }
  }));
});

function partitionsOf(history: History): PlannedCall[][] {
  return [...Map.groupBy(plan(history), ({ partition }) => partition).values()];
}
