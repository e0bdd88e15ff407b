import {
  broadcast,
  CompilationError,
  compile,
  type CompileOptions,
  type FlowNode,
  type IntoSink,
  map,
  type Problem,
  router,
} from "@watertight/sinks";
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";

// deno-lint-ignore no-explicit-any -- stands for a sink of any event.
function sink(name: string, routerBranchSafe = true): IntoSink<any> {
  return {
    payload: Object,
    name,
    routerBranchSafe,
    buildPartition: () => ({ writeBatch() {}, close() {} }),
  };
}

const sections = { streaming: { sinks: { a: {}, b: {} } } };

function problemsOf(
  process: readonly unknown[],
  config: unknown = sections,
  options?: CompileOptions,
): readonly Problem[] {
  try {
    compile({ name: "test", source: [], process: process as FlowNode[] }, config, options);
  } catch (error) {
    assert(error instanceof CompilationError);
    return error.problems;
  }
  return [];
}

const step = map((n: number) => n);

const cases: readonly [string, readonly unknown[], readonly Problem[]][] = [
  ["an empty process", [], [{
    path: "process",
    message: "a path must end in a sink, a router or a broadcast: it is empty",
  }]],
  ["a path that ends in a step", [step], [{
    path: "process",
    message: "a path must end in a sink, a router or a broadcast: its last node is a step",
  }]],
  ["a sink that is not last", [sink("a"), step, step], [{
    path: "process[0]",
    message: "a sink must be the last node of its path: 2 follow it",
  }]],
  ["a branch without a sink", [router({ by: String, routes: { x: [step] }, default: sink("a") })], [
    {
      path: 'process[0].routes["x"]',
      message: "a path must end in a sink, a router or a broadcast: its last node is a step",
    },
  ]],
  ["a default without a sink", [step, router({ by: String, routes: {}, default: [] })], [{
    path: "process[1].default",
    message: "a path must end in a sink, a router or a broadcast: it is empty",
  }]],
  ["a router without a branch", [router({ when: [] })], [{
    path: "process[0]",
    message: "a router must have a branch: it has none",
  }]],
  ["a broadcast without a branch", [broadcast([])], [{
    path: "process[0]",
    message: "a broadcast must have a branch: it has none",
  }]],
  [
    "a sink that is not safe in a router, also below a broadcast",
    [router({ by: String, routes: { x: [broadcast([sink("a", false)])] } })],
    [{
      path: 'process[0].routes["x"][0].branches[0][0]',
      message: "routerBranchSafe of a must be true inside a router: it is false",
    }],
  ],
  ["a value that is almost a sink", [{ ...sink("a"), name: "", buildPartition: undefined }], [{
    path: "process[0]",
    message: "a node must be a step, a router, a broadcast or a sink: " +
      'name must be a non-empty string: it is ""; buildPartition must be a function: it is missing',
  }]],
  ["a missing section", [sink("c")], [{
    path: "streaming.sinks.c",
    message: "the section of a sink must be present: it is missing",
  }]],
];

for (const [what, process, problems] of cases) {
  Deno.test(`compile reports ${what}, and nothing else`, () => {
    assertEquals(problemsOf(process), problems);
  });
}

Deno.test("compile takes a sink that is not router safe outside a router", () => {
  assertEquals(problemsOf([broadcast([sink("a", false), sink("b")])]), []);
});

Deno.test("compile counts a null section as missing and an empty one as present", () => {
  const config = { streaming: { sinks: { a: null, b: {} } } };
  assertEquals(problemsOf([broadcast([sink("a"), sink("b")])], config), [{
    path: "streaming.sinks.a",
    message: "the section of a sink must be present: it is null",
  }]);
});

Deno.test("compile lists every problem of flow and configuration at once", () => {
  const config = {
    streaming: {
      sinks: { a: { url: "${oc.env:URL}", table: "${table}" } },
      runtime: { workers_per_process: "many", process_id: 3 },
    },
  };
  const problems = problemsOf([sink("a"), sink("gone")], config, { env: {} });
  assertEquals(problems.map(({ path }) => path), [
    "streaming.runtime.process_id",
    "streaming.runtime.workers_per_process",
    "process[0]",
    "streaming.sinks.a.url",
    "streaming.sinks.a.table",
    "streaming.sinks.gone",
  ]);
});

const settings: readonly [string, unknown, string | undefined][] = [
  ["strings of digits, as the environment gives them", { workers_per_process: " 4 " }, undefined],
  [
    "null for a default",
    { workers_per_process: null, process_id: null, addresses: null },
    undefined,
  ],
  ["zero workers", { workers_per_process: 0 }, "at least 1: it is 0"],
  ["negative workers in a string", { workers_per_process: "-1" }, 'at least 1: it is "-1"'],
  ["an empty string", { workers_per_process: "" }, 'at least 1: it is ""'],
  ["a fraction", { epoch_interval_ms: "0.5" }, 'at least 1: it is "0.5"'],
  ["a number beyond all bounds", { epoch_interval_ms: Infinity }, "at least 1: it is Infinity"],
  ["a BigInt", { force_shutdown_timeout_ms: 5n }, "at least 0: it is 5"],
  ["addresses in one string", { addresses: "one:1,two:1" }, "addresses must be a list"],
  ["a process beyond the addresses", { process_id: 2, addresses: ["one", "two"] }, "it is 2 of 2"],
  ["a section that is no mapping", "fast", 'must be a mapping: it is "fast"'],
];

for (const [what, runtime, message] of settings) {
  Deno.test(`streaming.runtime with ${what} is ${message === undefined ? "taken" : "refused"}`, () => {
    const problems = problemsOf([sink("a")], { streaming: { sinks: { a: {} }, runtime } });
    assertEquals(problems.length, message === undefined ? 0 : 1);
    assertStringIncludes(problems[0]?.message ?? "", message ?? "");
  });
}

Deno.test("compile reports what JSON cannot hold and what is malformed, instead of failing on it", () => {
  assertEquals(problemsOf([{ kind: "router", routes: [null] }])[0]?.path, "process[0]");
  try {
    compile({ name: 7n as never, source: [], process: [sink("a")] }, sections);
    assert(false);
  } catch (error) {
    assert(error instanceof CompilationError);
    assertEquals(error.problems.map(({ path }) => path), ["name"]);
  }
});

Deno.test("compile names the flow and counts its problems in one message", () => {
  try {
    compile({ name: "", source: 7 as never, process: [sink("a")] }, sections);
    assert(false);
  } catch (error) {
    assertEquals(
      (error as Error).message,
      'Cannot compile flow "" as it has 2 problems:\n' +
        '  name: the name of a flow must be a non-empty string: it is ""\n' +
        "  source: a source must be iterable, sync or async: it is of type number",
    );
  }
});

Deno.test("compile survives nodes that throw when they are looked at", () => {
  const hostile = new Proxy({}, {
    get() {
      throw new Error("do not touch");
    },
  });
  const [problem] = problemsOf([hostile]);
  assertEquals(problem?.path, "process[0]");
  assertStringIncludes(problem?.message ?? "", "reading it threw Error: do not touch");
});

Deno.test("a dotted name reads a nested section, own keys alone", () => {
  const config = { streaming: { sinks: { eu: { orders: { table: "t" } } } } };
  const flow = { name: "test", source: [], process: [sink("eu.orders")] };
  assertEquals(compile(flow, config).sinks[0]?.config, { table: "t" });
  assertEquals(problemsOf([sink("constructor")], config).length, 1);
});

Deno.test("a section without interpolation is passed as it is, the same object", () => {
  const live = { client: new Map(), list: [1], deep: { text: "plain" } };
  const flow = { name: "test", source: [], process: [sink("a")] };
  const plan = compile(flow, { streaming: { sinks: { a: live } } });
  assert(plan.sinks[0]?.config === live);
});

Deno.test("a variable that this flow does not refer to may be unset", () => {
  const config = { streaming: { sinks: { a: {}, b: { url: "${oc.env:URL}" } } } };
  assertEquals(problemsOf([sink("a")], config, { env: {} }), []);
});

Deno.test("what cannot be read is a problem at its place, not an error of the engine", () => {
  const boom = (): never => {
    throw new RangeError("boom");
  };
  const unreadable = (member: string) => Object.defineProperty({}, member, { get: boom });
  assertEquals(problemsOf([sink("a")], { streaming: { sinks: unreadable("a") } }), [{
    path: "streaming.sinks.a",
    message: "a section must be readable: reading it threw RangeError: boom",
  }]);
  const broken = { ...router({ by: String, routes: {}, default: sink("a") }) };
  Object.defineProperty(broken, "by", { get: boom });
  assertEquals(problemsOf([broken]), [{
    path: "process[0]",
    message: "a node must be readable: reading it threw RangeError: boom",
  }]);
});

Deno.test("a router that chooses by what is no function does not compile, whatever its branches", () => {
  const path = "process[0]";
  const message = "a router must choose by a function: its key is 7";
  for (const routes of [{}, { x: sink("b") }]) {
    const node = router({ by: 7 as never, routes, default: sink("a") });
    assertEquals(problemsOf([node]), [{ path, message }]);
  }
});
