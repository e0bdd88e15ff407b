import { renderJson, type Report } from "@watertight/sinks/conformance";
import { jsonFormat } from "../../../conformance/report/json.ts";
import { assertEquals } from "../../assert.ts";
import { bare, counterexample, full, verdict } from "./reports.ts";

/** The one report of the document. */
function parsed(report: Report) {
  const { reports } = JSON.parse(renderJson(report));
  assertEquals(reports.length, 1);
  return reports[0];
}

Deno.test("renderJson() gives the whole report back", () => {
  assertEquals(parsed(full), JSON.parse(JSON.stringify(full)));
});

Deno.test("json is one document of all subjects, with the error of those that have no verdict", () => {
  const parts = [
    jsonFormat.report(bare, {}),
    jsonFormat.unchecked({ subject: "rows", message: "no\nverdict" }, {}),
  ];
  assertEquals(JSON.parse(jsonFormat.whole(parts, { date: "2026-11-30T12:00:00Z" })), {
    version: 1,
    date: "2026-11-30T12:00:00Z",
    reports: [bare, { subject: "rows", error: "no\nverdict" }],
  });
  assertEquals(JSON.parse(jsonFormat.whole([], {})), { version: 1, reports: [] });
});

Deno.test("renderJson() writes the values of the execution that was read after each call, too", () => {
  const stepwise = { ...counterexample.trace, events: [1n] };
  const stored = verdict("write.stored", { counterexample: { ...counterexample, stepwise } });
  const { verdicts } = parsed({ ...bare, verdicts: [stored] });
  assertEquals(verdicts[0].counterexample.stepwise.events, ["1n"]);
});

Deno.test("renderJson() writes what JSON has no form for as source text", () => {
  const events = [1n, -0, NaN, undefined, new Map([[1, 2]]), new Set([1]), new Date(0), "text", [
    1,
  ]];
  const trace = { ...counterexample.trace, events };
  const stored = verdict("write.stored", { counterexample: { ...counterexample, trace } });
  const { verdicts } = parsed({ ...bare, verdicts: [stored] });
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
  const [{ counterexample: told }] = parsed({ ...bare, verdicts: [stored] }).verdicts;
  assertEquals(told.trace.node.routerBranchSafe, ["1n", "undefined"]);
});
