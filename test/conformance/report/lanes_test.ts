import { lanesOf } from "../../../conformance/report/lanes.ts";
import { assert, assertEquals } from "../../assert.ts";
import { build, close, on, traceOf, write } from "../judge/traces.ts";
import { counterexample } from "./reports.ts";

Deno.test("lanesOf() gives each worker a column, and each call the rows from its start to its end", () => {
  const { columns, blocks, rows, runs } = lanesOf(
    traceOf([on(0, build), on(1, build), on(1, write(0)), on(0, close), on(1, close)]),
  );
  assertEquals([columns, runs, rows], [["worker 0", "worker 1"], [], 10]);
  assertEquals(blocks.map(({ column, start, end }) => [column, start, end]), [
    [0, 0, 2],
    [1, 2, 4],
    [1, 4, 6],
    [0, 6, 8],
    [1, 8, 10],
  ]);
});

Deno.test("lanesOf() lets calls that overlap share rows, and draws no two over each other", () => {
  const { blocks } = lanesOf(counterexample.trace);
  const [, , first, second] = blocks;
  assert(second!.start < first!.end && second!.column !== first!.column);
  for (const [index, a] of blocks.entries()) {
    for (const b of blocks.slice(index + 1)) {
      assert(a.column !== b.column || a.end <= b.start, "two blocks in one place");
    }
  }
});

Deno.test("lanesOf() lets a call that never settled reach to the end", () => {
  const { blocks, rows } = lanesOf(counterexample.trace);
  assertEquals([blocks.at(-1)!.end, rows], [12, 12]);
});

Deno.test("lanesOf() gives a second partition of a worker a column of its own", () => {
  const twin = { ...build, partition: 1 };
  assertEquals(lanesOf(traceOf([build, twin])).columns, ["worker 0", "worker 0, partition 2"]);
});

Deno.test("lanesOf() lets a later run begin with a row of its own, in the same columns", () => {
  const second = { run: 1, partition: 1 };
  const { columns, runs, blocks } = lanesOf(
    traceOf([build, close, { ...build, ...second }, { ...close, ...second }]),
  );
  assertEquals([columns, runs], [["worker 0"], [{ row: 4, text: "run 2" }]]);
  assertEquals(blocks.map(({ start, end }) => [start, end]), [[0, 2], [2, 4], [5, 7], [7, 9]]);
});

Deno.test("lanesOf() draws nothing for a trace without calls", () => {
  assertEquals(lanesOf(traceOf([])), { columns: [], runs: [], blocks: [], rows: 0 });
});
