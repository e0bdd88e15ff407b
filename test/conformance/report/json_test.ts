import { renderJson } from "@watertight/sinks/conformance";
import { assertEquals } from "../../assert.ts";
import { bare, counterexample, full, verdict } from "./reports.ts";

Deno.test("renderJson() gives the whole report back", () => {
  assertEquals(JSON.parse(renderJson(full)), JSON.parse(JSON.stringify(full)));
});

Deno.test("renderJson() writes what JSON has no form for as source text", () => {
  const events = [1n, -0, NaN, undefined, new Map([[1, 2]]), new Set([1]), new Date(0), "text", [
    1,
  ]];
  const trace = { ...counterexample.trace, events };
  const stored = verdict("write.stored", { counterexample: { ...counterexample, trace } });
  const { verdicts } = JSON.parse(renderJson({ ...bare, verdicts: [stored] }));
  assertEquals(verdicts[0].counterexample.trace.events, [
    "1n",
    "-0",
    "Number.NaN",
    "undefined",
    "new Map([[1,2]])",
    "new Set([1])",
    "1970-01-01T00:00:00.000Z",
    "text",
    [1],
  ]);
});

Deno.test("renderJson() writes a routerBranchSafe that JSON has no form for as source text", () => {
  const node = { problems: [], routerBranchSafe: [1n, undefined] as const, changed: [] };
  const trace = { ...counterexample.trace, node };
  const stored = verdict("write.stored", { counterexample: { ...counterexample, trace } });
  const [{ counterexample: told }] =
    JSON.parse(renderJson({ ...bare, verdicts: [stored] })).verdicts;
  assertEquals(told.trace.node.routerBranchSafe, ["1n", "undefined"]);
});
