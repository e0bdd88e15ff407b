import { broadcast, compile, run, TraceRecorder } from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";
import { record, scripted, sectionsFor } from "./support.ts";

Deno.test("the trace of one sink is numbered as if there were no other", async () => {
  const process = [broadcast([scripted("a"), scripted("b")])];
  const { recorder } = await record(["x", "y"], process, { batchSize: 1 });
  const { events, calls } = recorder.traceOf("b");
  const common = {
    run: 0,
    partition: 0,
    worker: 0,
    workers: 1,
    outcome: { kind: "returned" },
  } as const;
  assertEquals(events, ["x", "y"]);
  assertEquals(calls, [
    { call: "build", ...common, start: 0, end: 1 },
    { call: "write", ...common, events: [0], start: 2, end: 3 },
    { call: "write", ...common, events: [1], start: 4, end: 5 },
    { call: "close", ...common, start: 6, end: 7 },
  ]);
});

Deno.test("a trace is plain data: it survives a round trip through JSON", async () => {
  const a = scripted("a", {
    write: () => {
      throw "no error at all";
    },
  });
  const { trace } = await record([1], [a], { bridge: true });
  assertEquals(JSON.parse(JSON.stringify(trace)), trace);
  assertEquals(trace.calls[1]?.outcome, {
    kind: "threw",
    error: { isError: false, name: "string", message: "no error at all" },
  });
});

Deno.test("an error that cannot be read is recorded, and is the cause unchanged", async () => {
  const cause = Object.defineProperty(new Error(), "message", {
    get() {
      throw new Error("hidden");
    },
  });
  const { trace, error } = await record([1], [
    scripted("a", { write: () => Promise.reject(cause) }),
  ]);
  assert(error?.cause === cause);
  assertEquals(trace.calls.map(({ outcome }) => outcome.kind), ["returned", "threw", "returned"]);
});

Deno.test("one recorder over two runs records a restart with partitions of its own", async () => {
  const trace = new TraceRecorder();
  const process = [scripted("a")];
  for (const workers of [1, 2]) {
    const plan = compile({ name: "again", source: [1], process }, sectionsFor("a"));
    await run(plan, { trace, workers });
  }
  const builds = trace.trace.calls.filter(({ call }) => call === "build");
  assertEquals(builds.map(({ run, partition, workers }) => [run, partition, workers]), [
    [0, 0, 1],
    [1, 1, 2],
    [1, 2, 2],
  ]);
});

Deno.test("0 and -0 are two events, one object is one", async () => {
  const item = { toString: () => "item" };
  const { trace } = await record([0, -0, item, item, NaN, NaN], [scripted("a")]);
  assertEquals(trace.calls[1]?.events, [0, 1, 2, 2, 3, 3]);
  assert(Object.is(trace.events[1], -0));
});

Deno.test("a build that gives no partition is recorded with what it gave", async () => {
  const a = scripted("a", { build: () => ({ writeBatch() {} }) });
  const { trace, error } = await record([1], [a]);
  assertEquals(trace.calls.map(({ built }) => built), [{ problem: "it has no method close" }]);
  assertEquals(error?.phase, "build");
});
