import {
  type Baseline,
  failuresOf,
  inLightOf,
  readBaseline,
} from "../../../conformance/cli/baseline.ts";
import {
  type FoundOfSubject,
  joinBaselines,
  writeBaseline,
} from "../../../conformance/cli/write_baseline.ts";
import type { Report, Verdict } from "../../../conformance/report.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";

const verdict = (rule: Verdict["rule"], outcome: Verdict["outcome"], more = {}): Verdict => ({
  rule,
  level: "MUST",
  outcome,
  histories: 1,
  ...more,
});

const report = (...verdicts: readonly Verdict[]): Report => ({
  subject: "rows",
  conforms: false,
  seed: 1,
  histories: 1,
  elapsedMs: 1,
  verdicts,
  staleExemptions: [],
  notes: [],
});

const usual = { strict: false, replayed: false };
const failing: Baseline = { rows: { failing: { "write.once": "a bug of the driver" } } };

Deno.test("what the baseline lists as failing does not fail, and is told with its reason", () => {
  const found = inLightOf(failing, report(verdict("write.once", "violated")), usual);
  assert(found.conforms);
  const [told] = found.verdicts;
  assertEquals(told!.outcome, "exempt");
  assertEquals(told!.reason, "known to fail, by the baseline: a bug of the driver");
});

Deno.test("what follows from a known failure does not fail either, and what else is violated does", () => {
  const [known, implied, other] = [
    verdict("write.once", "violated"),
    verdict("restart.keeps", "implied", { cause: "write.once" }),
    verdict("close.flushes", "violated"),
  ];
  assert(inLightOf(failing, report(known, implied), usual).conforms);
  assert(!inLightOf(failing, report(known, other), usual).conforms);
  assert(!inLightOf({ columns: failing["rows"]! }, report(known), usual).conforms);
});

Deno.test("an entry of what fails is stale once it does not; a replay cannot tell, nor a rule that was not judged", () => {
  const satisfied = report(verdict("write.once", "satisfied"));
  const stale = inLightOf(failing, satisfied, usual);
  assertEquals([stale.conforms, stale.staleExemptions], [false, ["write.once"]]);
  assert(stale.warnings?.[0]?.includes("the baseline lists write.once as failing"));
  assert(inLightOf(failing, satisfied, { ...usual, replayed: true }).conforms);
  assert(inLightOf(failing, report(verdict("write.once", "inconclusive")), usual).conforms);
});

Deno.test("a search that was cut does not tell that an entry is stale, and says so", () => {
  const cut = { ...report(verdict("write.once", "satisfied")), stopped: "a limit" };
  const found = inLightOf(failing, cut, usual);
  assertEquals([found.conforms, found.staleExemptions], [true, []]);
  assert(found.warnings?.[0]?.includes("write.once as failing, and it could not be told"));
  assertEquals(inLightOf(failing, cut, { ...usual, replayed: true }).warnings, undefined);
});

Deno.test("what is flaky may do either", () => {
  const flaky: Baseline = { rows: { flaky: { "write.once": "a busy machine" } } };
  assert(inLightOf(flaky, report(verdict("write.once", "satisfied")), usual).conforms);
  const found = inLightOf(flaky, report(verdict("write.once", "violated")), usual);
  assertEquals(
    found.verdicts[0]!.reason,
    "known to fail now and then, by the baseline: a busy machine",
  );
  assert(found.conforms);
});

Deno.test("what never happened, a stale exemption and under strict a cut search fail under a baseline too", () => {
  const sound = report(verdict("write.once", "satisfied"));
  const conforms = (more: Partial<Report>, strict = false) =>
    inLightOf({}, { ...sound, ...more }, { ...usual, strict }).conforms;
  assert(conforms({}));
  assert(!conforms({ never: ["a chunk was flushed"] }));
  assert(!conforms({ staleExemptions: ["write.once"] }));
  assertEquals([conforms({ stopped: "a limit" }), conforms({ stopped: "a limit" }, true)], [
    true,
    false,
  ]);
});

Deno.test("a warning of a rule is listed where strict makes it fail", () => {
  const should = report(verdict("write.once", "violated", { level: "SHOULD", reason: "twice" }));
  assertEquals(failuresOf(should, false), {});
  assertEquals(failuresOf(should, true), { "write.once": "twice" });
});

async function inFile(name: string, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(`${folder}/${name}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const foundIn = (
  subject: string,
  failing: FoundOfSubject["failing"],
  ...kept: readonly string[]
): FoundOfSubject => ({ subject, failing, kept });

for (const name of ["baseline.yaml", "deep/baseline.json"]) {
  Deno.test(`a baseline is read as it was written: ${name}`, async () => {
    await inFile(name, async (file) => {
      await writeBaseline(file, [
        foundIn("rows: 1\n", { "write.once": "twice: e0" }),
        foundIn("sound", {}),
      ]);
      assertEquals(await readBaseline(file), {
        "rows: 1\n": { failing: { "write.once": "twice: e0" } },
      });
    });
  });
}

Deno.test("a baseline that is written anew keeps reasons, what is flaky, and other subjects", async () => {
  await inFile("baseline.yaml", async (file) => {
    const before: Baseline = {
      rows: {
        failing: { "write.once": "a bug of the driver", "close.flushes": "mended since" },
        flaky: { "calls.settle": "a busy machine" },
      },
      others: { failing: { "write.stored": "not checked here" } },
    };
    const messages = { "write.once": "twice", "write.stored": "lost", "calls.settle": "slow" };
    await writeBaseline(file, [foundIn("rows", messages, "close.flushes")], before);
    assertEquals(await readBaseline(file), {
      others: before["others"]!,
      rows: {
        failing: { "write.once": "a bug of the driver", "write.stored": "lost" },
        flaky: { "calls.settle": "a busy machine" },
      },
    });
  });
});

Deno.test("a baseline that is written anew keeps what was not judged, and joins subjects of one name", async () => {
  await inFile("baseline.yaml", async (file) => {
    const before: Baseline = {
      rows: {
        failing: { "write.once": "a bug", "close.flushes": "another", "restart.keeps": "old" },
      },
    };
    const found = [
      foundIn("rows", { "write.stored": "lost" }, "write.once", "write.faithful"),
      foundIn("rows", { "write.faithful": "cut" }, "restart.keeps", "write.once"),
    ];
    await writeBaseline(file, found, before);
    assertEquals(await readBaseline(file), {
      rows: {
        failing: { "write.stored": "lost", "close.flushes": "another" },
        flaky: { "write.faithful": "cut", "restart.keeps": "old" },
      },
    });
  });
});

Deno.test("of two baselines that know of a rule, the first one does", () => {
  const first: Baseline = {
    rows: { failing: { "write.once": "a" }, flaky: { "calls.settle": "b" } },
  };
  const second: Baseline = {
    rows: {
      failing: { "calls.settle": "c", "close.flushes": "d" },
      flaky: { "write.once": "e", "write.stored": "f" },
    },
    others: { flaky: { "write.once": "g" } },
  };
  assertEquals(joinBaselines(first, second), {
    rows: {
      failing: { "close.flushes": "d", "write.once": "a" },
      flaky: { "write.stored": "f", "calls.settle": "b" },
    },
    others: second["others"]!,
  });
});

/** Files that are no baseline, and what is said of each. */
const damaged: readonly [string, string][] = [
  ["rows: [", "each with its reason: YAMLParseError"],
  ["7", "Expected Object but received 7"],
  ["rows:\n  failed: {}", 'Expected never but received "failed"'],
  ["rows:\n  failing:\n    write.onc: a bug", '"write.onc" is no rule; did you mean write.once?'],
  ["rows:\n  failing:\n    write.once:", "a reason is a text, at rows.failing.write.once"],
  ['rows:\n  failing:\n    write.once: ""', "a reason is empty"],
  [
    "rows:\n  failing: { write.once: a }\n  flaky: { write.once: b }",
    "a rule is under failing and under flaky",
  ],
];

for (const [text, message] of damaged) {
  Deno.test(`a baseline is refused: ${message}`, async () => {
    await inFile("baseline.yaml", async (file) => {
      await Deno.writeTextFile(file, text);
      await assertRejects(() => readBaseline(file), TypeError, message);
    });
  });
}

Deno.test("a baseline that is not there is refused, and an empty one lists nothing", async () => {
  await inFile("baseline.yaml", async (file) => {
    await assertRejects(() => readBaseline(file), TypeError, "as it must be a file: Error: ENOENT");
    await Deno.writeTextFile(file, "# nothing yet\n");
    assertEquals(await readBaseline(file), {});
  });
});
