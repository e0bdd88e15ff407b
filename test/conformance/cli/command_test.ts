import { fileURLToPath } from "node:url";
import { limitsOf } from "../../../conformance/cli/check_line.ts";
import { perform } from "./perform.ts";
import { main } from "../../../conformance/cli/main.ts";
import { assertEquals, assertStringIncludes } from "../../assert.ts";

function moduleOf(name: string): string {
  return fileURLToPath(new URL(`../subjects/${name}.ts`, import.meta.url));
}

const few = ["--seed=1", "--runs=10"];

Deno.test("the command ends with 0 and the report when the sink conforms", async () => {
  const { code, text } = await perform([moduleOf("sound"), ...few]);
  assertEquals([code, text.split(":")[0]], [0, "rows conforms"]);
});

Deno.test("the command ends with 1 when it does not, with flags to paste", async () => {
  const { code, text } = await perform([moduleOf("lossy"), ...few]);
  assertEquals(code, 1);
  const flags = text.match(/replay +conform (.*)/)![1]!;
  const again = await perform(flags.split(" "));
  assertEquals(again.code, 1);
  assertStringIncludes(again.text, "event 100, written to worker 0, is not stored");
});

/** Command lines at fault, and what is said of each. */
const wrong: [string[], string][] = [
  [
    [moduleOf("faulty_fixture")],
    "FixtureError: Cannot check the sink as read must return an iterable",
  ],
  [
    [moduleOf("none")],
    'as "subject" or by default, or several as "subjects": it exports notASubject',
  ],
  [
    ["a.ts", "b.ts", "--path=1", "--seed=1"],
    "RangeError: Cannot check as there must be one module at most with --path: there are 2",
  ],
  [[moduleOf("missing")], "missing.ts as it must be a module of yours, by its path from here"],
  [
    [moduleOf("sound"), "--seed="],
    'seed must be a whole number from -2147483648 to 2147483647: it is ""',
  ],
  [
    [moduleOf("sound"), "--runs=0x10"],
    'runs must be a whole number from 0 to 10000000: it is "0x10"',
  ],
  [[moduleOf("sound"), "--reporter=htm"], 'it is "htm"; did you mean html?'],
  [
    [moduleOf("sound"), "--runs=many"],
    'runs must be a whole number from 0 to 10000000: it is "many"',
  ],
  [[moduleOf("sound"), "--rule=write.all"], 'rules must name known rules: "write.all" is none'],
  [[moduleOf("sound"), "--path=1"], "path needs the seed it belongs to: seed is missing"],
  [["--sead=1"], "as it must be as --help says: unknown option '--sead=1'; did you mean --seed?"],
  [["replay", "missing.json"], "missing.json as it must be a file: Error: ENOENT"],
];

for (const [args, message] of wrong) {
  Deno.test(`the command ends with 2 on ${message}`, async () => {
    const { code, text } = await perform(args);
    assertEquals(code, 2);
    assertStringIncludes(text, message);
  });
}

Deno.test("the command shows its usage", async () => {
  const { code, text } = await perform(["--help"]);
  assertEquals([code, text.slice(0, 30)], [0, "Usage: conform [options] [comm"]);
});

Deno.test("the command prints JSON", async () => {
  const json = await perform([moduleOf("sound"), ...few, "--reporter=json"]);
  assertEquals(JSON.parse(json.text).subject, "rows");
});

Deno.test("the command lists the satisfied rules with --verbose", async () => {
  const { text } = await perform([moduleOf("sound"), ...few, "--verbose"]);
  assertStringIncludes(text, "Satisfied, with the number of histories judged");
});

Deno.test("the command passes its options on", async () => {
  const { text } = await perform([
    moduleOf("lossy"),
    ...few,
    "--rule=write.once",
    "--rule=write.faithful",
    "--max-workers=2",
    "--time-limit=5000",
    "--call-limit=500",
    "--strict",
  ]);
  assertStringIncludes(text, "rows conforms: 2 of 2 rules satisfied");
});

Deno.test("the command saves what it found, and replays a saved file without a module", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await perform([moduleOf("lossy"), ...few, `--save=${folder}`]);
    const { code, text } = await perform(["replay", `${folder}/write.stored.json`]);
    assertEquals(code, 1);
    assertStringIncludes(text, "rows does not conform");
    assertStringIncludes(text, "1 history in");
    const mended = await perform(["replay", `${folder}/write.stored.json`, moduleOf("sound")]);
    assertEquals(mended.code, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the command replays no saved file whose module is elsewhere than beside it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (
      const module of ["https://example.com/subject.ts", "data:text/javascript,", "//host/a.ts"]
    ) {
      const regression = { rule: "write.stored", because: "", history: { workers: 1, steps: [] } };
      const file = `${folder}/saved.json`;
      await Deno.writeTextFile(
        file,
        JSON.stringify({ json: { ...regression, events: [], module } }),
      );
      const { code, text } = await perform(["replay", file]);
      assertEquals(code, 2);
      assertStringIncludes(text, `its module must be a path relative to it: it is "${module}"`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("limitsOf() reads the limits, with the usual ones for what is missing or no number", () => {
  assertEquals(limitsOf({ callLimit: "70", hookLimit: "80" }), { call: 70, hook: 80 });
  assertEquals(limitsOf({ callLimit: "many" }), { call: 1000, hook: 10_000 });
});

Deno.test("main() runs the command in a worker and prints what came of it", async () => {
  const printed: string[] = [];
  const { log, error } = console;
  console.log = console.error = (text: string) => void printed.push(text);
  try {
    assertEquals(await main([moduleOf("sound"), ...few]), 0);
    assertEquals(await main([moduleOf("none")]), 2);
    assertEquals(await main([moduleOf("none"), moduleOf("sound"), ...few]), 2);
    assertEquals(await main([moduleOf("lossy"), moduleOf("sound"), ...few]), 1);
  } finally {
    Object.assign(console, { log, error });
  }
  assertEquals(printed.map((text) => text.slice(0, 13)), [
    "rows conforms",
    "TypeError: Ca",
    "TypeError: Ca",
    "rows conforms",
    "rows does not",
    "rows conforms",
  ]);
});
