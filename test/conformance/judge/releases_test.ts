import { evidenceOf, rules } from "@watertight/sinks/conformance";
import type { Trace } from "@watertight/sinks";
import { assertEquals } from "../../assert.ts";
import { build, close, failed, traceOf, write } from "./traces.ts";

/** What a rule finds in a trace after which something is open. */
function found(id: string, trace: Trace): number | undefined {
  const rule = rules.find((it) => it.id === id)!;
  return rule.judge(evidenceOf({ ...trace, leaked: { resource: 1 } }))?.length;
}

Deno.test("close.releases says nothing of what a request may have opened whose answer is lost", () => {
  const after = (kind: "reject" | "reject-after-apply") =>
    traceOf([build, failed(write(0), kind), close]);
  assertEquals(found("close.releases", after("reject")), 1);
  assertEquals(found("close.releases", after("reject-after-apply")), undefined);
});

Deno.test("build.releases-on-failure says nothing of it either", () => {
  const after = (kind: "reject" | "reject-after-apply") => traceOf([failed(build, kind)]);
  assertEquals(found("build.releases-on-failure", after("reject")), 1);
  assertEquals(found("build.releases-on-failure", after("reject-after-apply")), undefined);
});
