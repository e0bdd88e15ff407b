import { evidenceOf, rules } from "@watertight/sinks/conformance";
import { assertEquals } from "../../assert.ts";
import { build, failed, threw, traceOf } from "./traces.ts";

const rule = rules.find(({ id }) => id === "build.rejects-bad-config")!;
const given = { given: { invalidKey: "table" } };
const found = (...[calls]: Parameters<typeof traceOf>) =>
  rule.judge(evidenceOf(traceOf(calls, given)))?.length;

Deno.test("build.rejects-bad-config asks for the key in the message", () => {
  assertEquals(found([threw(build, "table must be known")]), 0);
  assertEquals(found([threw(build, "no")]), 1);
  assertEquals(found([build]), 1);
});

Deno.test("build.rejects-bad-config asks for no key where the storage failed the build", () => {
  assertEquals(found([failed(build)]), undefined);
});
