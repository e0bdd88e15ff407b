import process from "node:process";
import {
  broadcast,
  CompilationError,
  compile,
  type Config,
  ConfigError,
  type IntoSink,
  loadConfig,
} from "@watertight/sinks";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../assert.ts";

function load(root: string | readonly string[], files: Record<string, string>): Promise<Config> {
  const read = (file: string) => {
    const text = files[file];
    return text === undefined ? Promise.reject(new Error("no such file")) : Promise.resolve(text);
  };
  return loadConfig(root, { read });
}

Deno.test("includes are merged left to right, the file itself last, relative to itself", async () => {
  const { value } = await load("/c/flow.yaml", {
    "/c/flow.yaml": "includes: [one.yaml, more/two.yaml]\nx: { own: true }",
    "/c/one.yaml": "x: { a: 1, list: [1, 2], own: false }\ny: 1",
    "/c/more/two.yaml": "includes: three.yaml\nx: { a: 2, list: [3] }",
    "/c/more/three.yaml": "x: { a: 3, b: 3 }",
  });
  assertEquals(value, { x: { a: 2, list: [3], own: true, b: 3 }, y: 1 });
});

Deno.test("several files are merged left to right", async () => {
  const files = { "/a.yaml": "a: 1\nb: 1", "/b.yaml": "b: 2", "/empty.yaml": "" };
  assertEquals((await load(["/a.yaml", "/b.yaml", "/empty.yaml"], files)).value, { a: 1, b: 2 });
});

Deno.test("YAML is read as the Python framework reads it: yes is a boolean, a date is a string", async () => {
  const { value } = await load("/a.yaml", {
    "/a.yaml": "a: yes\nb: 2024-01-02\nc: 1e3\nbase: &base { x: 1 }\nd: { <<: *base, y: 2 }",
  });
  assertEquals(value, { a: true, b: "2024-01-02", c: 1000, base: { x: 1 }, d: { x: 1, y: 2 } });
});

const broken: readonly [string, Record<string, string>, string][] = [
  ["invalid YAML", { "/a.yaml": "x: 1\ny: [" }, "Cannot load /a.yaml:2 as it must be valid YAML"],
  ["a key given twice", { "/a.yaml": "x: 1\nx: 2" }, "Cannot load /a.yaml:2"],
  ["a root that is no mapping", { "/a.yaml": "- 1" }, "its root must be a mapping: it is a list"],
  [
    "an include that is missing",
    { "/a.yaml": "x: 1\nincludes:\n  - b.yaml" },
    "Cannot load /b.yaml as the file, named by includes of /a.yaml:3, must be readable: no such file",
  ],
  ["an alias without an anchor", { "/a.yaml": "x: 1\ny: *z" }, "Cannot load /a.yaml:2 as"],
  [
    "includes that are no files",
    { "/a.yaml": "x: 1\nincludes: [7]" },
    "Cannot load /a.yaml:2 as includes must list local files: it holds a number",
  ],
  [
    "a circle",
    { "/a.yaml": "includes: [b.yaml]", "/b.yaml": "includes: [a.yaml]" },
    "Cannot load /b.yaml:1 as includes must lead to no circle: /a.yaml includes /b.yaml includes /a.yaml",
  ],
];

for (const [what, files, message] of broken) {
  Deno.test(`loadConfig refuses ${what} and names the place`, async () => {
    const error = await assertRejects(() => load("/a.yaml", files), ConfigError);
    assertStringIncludes(error.message, message);
  });
}

const intoOrders: IntoSink<number> = {
  payload: Number as never,
  name: "orders",
  routerBranchSafe: true,
  buildPartition: () => ({ writeBatch() {}, close() {} }),
};

Deno.test("a problem of the configuration names file, line and key, through includes", async () => {
  const config = await load("/flow.yaml", {
    "/flow.yaml": "includes: [base.yaml]\nstreaming:\n  runtime:\n    workers_per_process: 0",
    "/base.yaml":
      "# shared\nstreaming:\n  sinks:\n    orders:\n      hosts:\n        - ${oc.env:DB}",
  });
  try {
    compile({ name: "f", source: [], process: [intoOrders] }, config, { env: {} });
    assert(false);
  } catch (error) {
    assert(error instanceof CompilationError);
    assertEquals(error.problems.map(({ path, position }) => [path, position]), [
      ["streaming.runtime.workers_per_process", { file: "/flow.yaml", line: 4 }],
      ["streaming.sinks.orders.hosts.0", { file: "/base.yaml", line: 6 }],
    ]);
    assertStringIncludes(error.message, "streaming.sinks.orders.hosts.0 (/base.yaml:6): ");
  }
});

Deno.test("a null or missing section names the line it is, or should be, at", async () => {
  const config = await load("/a.yaml", { "/a.yaml": "streaming:\n  sinks:\n    orders:\n" });
  const missing = { ...intoOrders, name: "gone" };
  try {
    compile(
      { name: "f", source: [], process: [broadcast([intoOrders, missing])] },
      config,
    );
    assert(false);
  } catch (error) {
    assert(error instanceof CompilationError);
    assertEquals(error.problems.map(({ position }) => position?.line), [3, 2]);
  }
});

Deno.test("the file system is read by default, by path or URL", async () => {
  const file = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(file, "a: 1");
  assertEquals((await loadConfig(file)).value, { a: 1 });
  assertEquals((await loadConfig(new URL(`file://${file}`))).value, { a: 1 });
  await Deno.remove(file);
});

/** Files that no configuration should name, and what must not be told of them. */
const secret = "hunter2";
const telling: readonly [string, string][] = [
  ["a file that is one text", `root:x:0:0 ${secret}`],
  ["a list", `- ${secret}`],
  ["includes that are a mapping", `includes: { a: ${secret} }`],
  ["a scalar behind a mapping", `a: 1\n ${secret}: [\n`],
  ["an alias", `a: *${secret}`],
  ["a block header", `a: | ${secret}\n  x`],
  ["two documents", `a: 1\n---\nb: ${secret}\n`],
  ["a broken flow", `a: { b: "${secret}\n`],
  ["a closing bracket", `a: 1\n] ${secret}`],
];

for (const [name, text] of telling) {
  Deno.test(`an error tells nothing of the content of an included file: ${name}`, async () => {
    const files = { "/a.yaml": "includes: [b.yaml]", "/b.yaml": text };
    const told = await load("/a.yaml", files).then(() => "", (error) => Deno.inspect(error));
    assert(told.includes("ConfigError") && !told.includes(secret), told);
  });
}

Deno.test("a problem tells nothing of a value of the environment", async () => {
  const keys = ["workers_per_process", "process_id", "epoch_interval_ms", "addresses"];
  const lines = keys.map((key) => `    ${key}: "\${oc.env:SECRET}"`).join("\n");
  const flow = { name: "x", source: [], process: [] };
  const env = { SECRET: secret };
  const texts = [`streaming:\n  runtime:\n${lines}`, 'streaming: { runtime: "${oc.env:SECRET}" }'];
  for (const text of texts) {
    const config = await load("/a.yaml", { "/a.yaml": text });
    const told = Deno.inspect(assertThrows(() => compile(flow, config, { env }), CompilationError));
    assertStringIncludes(told, "it is what ${oc.env:SECRET} gives");
    assert(!told.includes(secret), told);
  }
});

Deno.test("a key that is a mapping is read without a warning that would quote the file", async () => {
  const warnings: unknown[] = [];
  const { emitWarning } = process;
  process.emitWarning = (warning) => void warnings.push(warning);
  try {
    const { value } = await load("/a.yaml", { "/a.yaml": `? { ${secret}: 1 }\n: 2\n` });
    assertEquals(value, { [`{ ${secret}: 1 }`]: 2 });
  } finally {
    process.emitWarning = emitWarning;
  }
  assertEquals(warnings, []);
});
