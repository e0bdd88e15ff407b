import { runnerOfHost, skipTest } from "../../../conformance/runners/test_runner.ts";
import { assertEquals, assertThrows } from "../../assert.ts";
import { printed, withGlobals } from "./support.ts";

/** No runner at all. */
const nothing = { Deno: undefined, Bun: undefined, test: undefined, process: undefined };

/** What a runner is told when a test is registered with the one that is found. */
function told(make: (tell: (...args: unknown[]) => void) => Record<string, unknown>): unknown[] {
  const calls: unknown[] = [];
  withGlobals({ ...nothing, ...make((...args) => void calls.push(args)) }, () => {
    runnerOfHost("none")("rows: report", run, 500);
  });
  return calls;
}

const run = async () => {};
const builtin = (name: string, test: unknown) => ({
  env: {},
  getBuiltinModule: (asked: string) => asked === name ? { test } : undefined,
});

Deno.test("Deno.test gets the sanitizers, the time limit and the permissions", () => {
  const definition = {
    name: "rows: report",
    timeout: 500,
    sanitizeOps: true,
    sanitizeResources: true,
    permissions: "none",
    fn: run,
  };
  assertEquals(told((test) => ({ Deno: { test }, test: () => {} })), [[definition]]);
});

Deno.test("the global test of Vitest and Jest gets the time limit behind the test", () => {
  const env = { VITEST: "true" };
  assertEquals(told((test) => ({ test, process: { env } })), [["rows: report", run, 500]]);
});

Deno.test("the test of bun:test is found where there is no global one", () => {
  const calls = told((test) => ({ Bun: {}, process: builtin("bun:test", test) }));
  assertEquals(calls, [["rows: report", run, 500]]);
});

Deno.test("the test of node:test gets the time limit as an option", () => {
  const calls = told((test) => ({ process: builtin("node:test", test) }));
  assertEquals(calls, [["rows: report", { timeout: 500 }, run]]);
});

for (const [runner, variable] of [["Vitest", "VITEST"], ["Jest", "JEST_WORKER_ID"]] as const) {
  Deno.test(`under ${runner} without globals no test is hidden in node:test`, () => {
    const process = { ...builtin("node:test", () => {}), env: { [variable]: "1" } };
    withGlobals({ ...nothing, process }, () => {
      assertThrows(
        () => runnerOfHost(undefined),
        TypeError,
        `as ${runner} must lend its test function: there is no global one; pass the option test`,
      );
    });
  });
}

Deno.test("without any runner the error names both ways out", () => {
  withGlobals(nothing, () => {
    assertThrows(
      () => runnerOfHost(undefined),
      TypeError,
      "Cannot register the tests as there must be a test runner: there is none; pass the option test, " +
        "or use assertConformance",
    );
  });
});

Deno.test("a running test of Vitest or Node is skipped with its reason", async () => {
  const reasons: string[] = [];
  const context = {
    skip(reason: string) {
      assertEquals(this, context);
      reasons.push(reason);
    },
  };
  await skipTest("rows: write.durable", "inapplicable: needs key", context);
  assertEquals(reasons, ["inapplicable: needs key"]);
});

Deno.test("a running test of Deno has an ignored step with the reason", async () => {
  const steps: unknown[] = [];
  await skipTest("rows: write.durable", "inapplicable: needs key", {
    step: ({ name, ignore }: { name: string; ignore: boolean }) => steps.push({ name, ignore }),
  });
  assertEquals(steps, [{ name: "inapplicable: needs key", ignore: true }]);
});

Deno.test("where a running test cannot be skipped the reason is printed", async () => {
  const text = await printed(() => skipTest("rows: write.durable", "inapplicable", undefined));
  assertEquals(text, "rows: write.durable is not judged, inapplicable");
});
