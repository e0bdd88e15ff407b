import {
  conformance,
  ConformanceError,
  type ConformanceOptions,
  FixtureError,
  NoVerdictError,
  type RuleId,
  ruleIds,
  type Subject,
} from "@watertight/sinks/conformance";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../../assert.ts";
import { colourless } from "../../colourless.ts";
import { lenient, lossy } from "../search/broken.ts";
import { type Row, rowsSubject, sound } from "../rows.ts";
import { type Registered, runner } from "./support.ts";

/** The tests of a subject: `report`, and one for each rule. */
function testsOf(subject: Subject<Row>, options: ConformanceOptions = {}) {
  const { test, tests } = runner();
  conformance(subject, { seed: 1, runs: 10, ...options, test });
  const of = (name: "report" | RuleId): Registered => tests.get(`${subject.name}: ${name}`)!;
  return { of, tests };
}

/** The names of the tests that fail, and the error of each. */
async function failuresOf(tests: ReadonlyMap<string, Registered>): Promise<Map<string, Error>> {
  const failures = new Map<string, Error>();
  for (const { name, run } of tests.values()) {
    await run().catch((error) => failures.set(name, error));
  }
  return failures;
}

/** One partition that all workers share: most of what it breaks follows from that. */
const shared = (): Subject<Row> => {
  const subject = rowsSubject();
  return {
    ...subject,
    async open() {
      const fixture = await subject.open();
      const rows: Row[] = [];
      const partition = sound({ rows });
      const sink = { ...fixture.sink, buildPartition: () => partition };
      return { ...fixture, sink, read: () => rows.slice() };
    },
  };
};

Deno.test("conformance() registers the report and one test a rule, with more time than a check", () => {
  const { tests } = testsOf(rowsSubject(), { timeLimit: 2000, callLimit: 100, hookLimit: 50 });
  assertEquals([...tests.keys()], ["report", ...ruleIds].map((name) => `rows: ${name}`));
  assertEquals(new Set([...tests.values()].map(({ timeout }) => timeout)), new Set([4450]));
});

Deno.test("conformance() registers the rules that are asked for, and no others", () => {
  const { tests } = testsOf(rowsSubject(), { rules: ["write.stored", "write.once"] });
  assertEquals([...tests.keys()], ["rows: report", "rows: write.stored", "rows: write.once"]);
});

Deno.test("conformance() checks once for all its tests, whichever runs first", async () => {
  let opened = 0;
  const subject = rowsSubject();
  const counted = { ...subject, open: () => (opened++, subject.open()) };
  const { of, tests } = testsOf(counted);
  assertEquals(opened, 0);
  const text = await of("close.flushes").run();
  assertStringIncludes(text, "rows conforms: ");
  assertStringIncludes(text, "Not judged\n  inapplicable: needs invalidConfigs");
  const once = opened;
  assertEquals(await of("report").run(), "");
  assertEquals([...await failuresOf(tests)], []);
  assertEquals(opened, once);
});

Deno.test("conformance() fails the test of the rule that is violated, and no other", async () => {
  const { tests } = testsOf(lossy);
  const failures = await failuresOf(tests);
  assertEquals([...failures.keys()], ["rows: write.stored"]);
  const [error] = failures.values();
  assert(error instanceof ConformanceError);
  assertStringIncludes(error.message, "✗ MUST write.stored");
  assertStringIncludes(error.message, "event 100, written to worker 0, is not stored");
  assertEquals(error.report.verdicts.map(({ rule }) => rule), ["write.stored"]);
});

Deno.test("conformance() tells in the test of a consequence what it follows from", async () => {
  const failures = await failuresOf(testsOf(shared()).tests);
  const { message } = failures.get("rows: workers.isolated-close")!;
  assertStringIncludes(message, "✗ MUST build.independent");
  assertStringIncludes(message, "workers.isolated-close");
  assertEquals(failures.get("rows: build.independent")!.message, message);
  assert(!failures.has("rows: report"));
});

Deno.test("conformance() skips the rules that were not judged, with the reason", async () => {
  const skipped: string[] = [];
  const { of } = testsOf(rowsSubject());
  for (const rule of ["write.last-wins", "write.stored"] as const) {
    await of(rule).run({ skip: (reason: string) => skipped.push(reason) });
  }
  assertEquals(skipped, ["inapplicable: needs key"]);
});

Deno.test("conformance() registers one test that is skipped, with the reason not to check here", async () => {
  const skipped: string[] = [];
  const { tests, of } = testsOf(rowsSubject(), { skip: "REDIS_URL is not set" });
  assertEquals([...tests.keys()], ["rows: report"]);
  await of("report").run({ skip: (reason: string) => skipped.push(reason) });
  assertEquals(skipped, ["not checked: REDIS_URL is not set"]);
});

Deno.test("conformance() refuses not to check without a reason", () => {
  assertThrows(
    () => testsOf(rowsSubject(), { skip: "" }),
    TypeError,
    "Cannot register the tests as skip must be a reason: it is",
  );
});

Deno.test("conformance() skips what is exempt, with the reason of the author", async () => {
  const skipped: string[] = [];
  const { of } = testsOf({ ...lossy, exempt: { "write.stored": "no more than 100 fit" } });
  await of("write.stored").run({ skip: (reason: string) => skipped.push(reason) });
  assertEquals(skipped, ["exempt: no more than 100 fit"]);
});

Deno.test("conformance() fails the report alone when an exemption is stale", async () => {
  const { tests } = testsOf(rowsSubject(sound, { exempt: { "write.stored": "it was lossy" } }));
  const failures = await failuresOf(tests);
  assertEquals([...failures.keys()], ["rows: report"]);
  assertStringIncludes(failures.get("rows: report")!.message, "the exemption of write.stored is");
});

Deno.test("conformance() warns of a SHOULD that is violated, and fails it under strict", async () => {
  const { of } = testsOf(lenient);
  await of("report").run();
  const text = await of("close.rejects-later-writes").run();
  assertStringIncludes(text, "⚠ close.rejects-later-writes (SHOULD): ");
  const strict = testsOf(lenient, { strict: true });
  await assertRejects(
    () => strict.of("close.rejects-later-writes").run(),
    ConformanceError,
    "SHOULD close.rejects-later-writes",
  );
});

Deno.test("conformance() fails the report when a limit has cut the check under strict", async () => {
  const { of } = testsOf(rowsSubject(), { strict: true, timeLimit: 1, runs: 100_000 });
  await assertRejects(() => of("report").run(), Error, "ended");
});

Deno.test("conformance() fails the report and what had to be judged when there is no verdict", async () => {
  const rules: RuleId[] = ["write.last-wins", "write.durable"];
  const failures = await failuresOf(testsOf(rowsSubject(), { rules }).tests);
  assertEquals(
    [...failures.keys()],
    ["rows: report", "rows: write.last-wins", "rows: write.durable"],
  );
  for (const error of failures.values()) assert(error instanceof NoVerdictError);
});

Deno.test("conformance() fails every test when the fixture is at fault", async () => {
  const subject = rowsSubject(sound, {}, () => ({ read: () => 7 as never }));
  const { tests } = testsOf(subject, { rules: ["write.stored"] });
  const failures = [...(await failuresOf(tests)).values()];
  assertEquals(failures.map((error) => error instanceof FixtureError), [true, true]);
});

Deno.test("conformance() saves what it found, and runs it first from then on", async () => {
  const path = await Deno.makeTempDir();
  try {
    const options = { runs: 0, regressions: pathToFileURL(`${path}/`), module: "../it.ts" };
    await assertRejects(() => testsOf(lossy, options).of("write.stored").run(), ConformanceError);
    const { json } = JSON.parse(await Deno.readTextFile(`${path}/write.stored.json`));
    assertEquals([json.rule, json.module], ["write.stored", "../it.ts"]);
    await assertRejects(
      () => testsOf(lossy, options).of("write.stored").run(),
      ConformanceError,
      "regression:0",
    );
    assertEquals([...await failuresOf(testsOf(rowsSubject(), options).tests)], []);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
});

Deno.test("conformance() refuses options at once, not when its tests run", () => {
  const { test } = runner();
  assertThrows(() => conformance(rowsSubject(), { runs: -1, test }), RangeError, "runs must be");
  assertThrows(
    () => conformance(rowsSubject(), { test: 7 as never }),
    TypeError,
    "Cannot register the tests as test must be a function: it is 7",
  );
  for (const folder of ["file:///tests/regressions", "https://example.com/saved"]) {
    assertThrows(
      () => conformance(rowsSubject(), { regressions: new URL(folder), test }),
      TypeError,
      `as their folder must be a URL that ends in a slash: it is ${folder}`,
    );
  }
  assertThrows(
    () => conformance(rowsSubject(), { regressions: "./regressions/" as never, test }),
    TypeError,
    'as their folder must be a URL that ends in a slash: it is "./regressions/"',
  );
});

/** What `deno test` says of a file of tests, those of a name only. */
async function denoTest(filter: string): Promise<{ code: number; text: string }> {
  const file = fileURLToPath(new URL("./programs/lossy_tests.ts", import.meta.url));
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--no-check", "--filter", filter, file],
    ...colourless(),
  }).output();
  return { code, text: new TextDecoder().decode(stdout) };
}

Deno.test("deno test --filter judges one rule by the whole check", async () => {
  const kept = await denoTest("close.flushes");
  assertEquals(kept.code, 0, kept.text);
  assertStringIncludes(kept.text, "1 passed");
  assertStringIncludes(
    kept.text,
    "rows does not conform",
    "what else is wrong is seen all the same",
  );
  const violated = await denoTest("write.stored");
  assertEquals(violated.code, 1);
  assertStringIncludes(violated.text, "0 passed | 1 failed");
  assertStringIncludes(violated.text, "✗ MUST write.stored");
});

Deno.test("deno test lists what was not judged as an ignored step with its reason", async () => {
  const { code, text } = await denoTest("write.last-wins");
  assertEquals(code, 0, text);
  assertStringIncludes(text, "inapplicable: needs key ... ignored");
  assertStringIncludes(text, "(1 step)");
});
