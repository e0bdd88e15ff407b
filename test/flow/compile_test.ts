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
