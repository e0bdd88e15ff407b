/** The commands that check no sink. */
import { compareReports } from "../../../conformance/cli/compare.ts";
import { badgeOf } from "../../../conformance/cli/badge.ts";
import { historyOfTrace } from "../../../conformance/cli/history_of_trace.ts";
import { reportOfTrace } from "../../../conformance/cli/judge_traces.ts";
import { main } from "../../../conformance/cli/main.ts";
import type { ReportDocument } from "../../../conformance/report/json_schema.ts";
import { ruleIds } from "../../../conformance/rule_id.ts";
import type { Trace } from "../../../mod.ts";
import { readRecorded } from "../../traces/recorded.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { build, close, on, traceOf, write } from "../judge/traces.ts";
import { bare, verdict } from "../report/reports.ts";
import { inFolder, inOneLine } from "./conform.ts";

/** Runs a command in this process: its code, and what it printed. */
async function run(
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const { log, error } = console;
  const [out, err]: [string[], string[]] = [[], []];
  console.log = (text: string) => void out.push(text);
  console.error = (text: string) => void err.push(text);
  try {
    const code = await main(args);
    return { code, out: out.join("\n"), err: inOneLine(err.join("\n")) };
  } finally {
    Object.assign(console, { log, error });
  }
}

Deno.test("rules lists all, or tells of one", async () => {
  const all = await run("rules");
  assertEquals([all.code, ruleIds.filter((id) => !all.out.includes(`  ${id} `))], [0, []]);
  const one = await run("rules", "close.flushes");
  assertStringIncludes(one.out, "A close succeeds, and stores what is pending.");
});

const lost = traceOf([on(0, build), on(0, write(0)), on(0, close)], { contents: [] });
const kept = traceOf([on(0, build), on(0, write(0)), on(0, close)], { contents: [0] });

Deno.test("judge reports on each trace, with a command that judges it again", async () => {
  await inFolder(async (folder) => {
    const [red, green] = [`${folder}/a trace.json`, `${folder}/green.json`];
    await Deno.writeTextFile(red, JSON.stringify(lost));
    await Deno.writeTextFile(green, JSON.stringify(kept));
    assertEquals((await run("judge", green)).code, 0);
    const { code, out } = await run("judge", red, green);
    assertEquals(code, 1);
    assertStringIncludes(out, `${red} does not conform`);
    assertStringIncludes(out, "MUST write.stored");
    assertStringIncludes(out, `judge '${red}' --rule=write.stored`);
    assertStringIncludes(out, "✗ write [");
    assertStringIncludes(out, `${green} conforms`);
    const strict = await run("judge", red, "--strict");
    assertStringIncludes(strict.out, `judge '${red}' --rule=write.stored --strict`);
    const json = await run("judge", red, green, "--reporter=json", "--rule=write.stored");
    assertEquals(
      JSON.parse(json.out).reports.map((it: { conforms: boolean }) => it.conforms),
      [false, true],
    );
  });
});

Deno.test("judge finds of each recorded trace what can be told without its sink", async () => {
  const missed: string[] = [];
  for (const id of ruleIds) {
    const { violated, satisfied } = await readRecorded(id);
    const outcome = (trace: Trace) => {
      const { verdicts } = reportOfTrace("a trace", trace, ruleIds, false);
      return verdicts.find(({ rule }) => rule === id)!.outcome;
    };
    // What is blamed on a factor was told by other runs of the history.
    const isPlain = Object.keys(violated.causes).length === 0;
    const found = ["violated", "implied"].includes(outcome(violated.trace));
    if (isPlain && !found || outcome(satisfied.trace) !== "satisfied") missed.push(id);
  }
  assertEquals(missed, []);
});

/** Files that hold no trace to judge, and what is said of each. */
const faulty: readonly [string, string][] = [
  ["{", "as it must be a trace as JSON: SyntaxError"],
  ["[]", 'as it must be a trace as JSON: Invalid key: Expected "events"'],
  ['{ "events": [], "calls": [{ "call": "sing" }] }', 'but received "sing", at calls.0.call'],
  ['{ "events": [], "calls": [], "contents": [7] }', "one is number 7"],
  [JSON.stringify({ events: [], calls: [] }), "must be judged: none of 1 histories said anything"],
];

for (const [text, message] of faulty) {
  Deno.test(`judge refuses a file: ${message}`, async () => {
    await inFolder(async (folder) => {
      const file = `${folder}/trace.json`;
      await Deno.writeTextFile(file, text);
      const { code, err } = await run("judge", file);
      assertEquals(code, 2);
      assertStringIncludes(err, message);
    });
  });
}

Deno.test("historyOfTrace() makes the history of a trace, with twins and restarts", () => {
  const second = { run: 1, partition: 2, worker: 1, workers: 2 };
  const trace = traceOf([
    { ...on(0, build), workers: 1 },
    { ...on(0, build), partition: 1, workers: 1 },
    { ...on(0, write(0)), partition: 1, workers: 1 },
    { ...on(1, build), ...second },
    { ...on(1, close), ...second },
  ]);
  assertEquals(historyOfTrace(trace), {
    workers: 1,
    steps: [
      { do: "build", worker: 0 },
      { do: "build", worker: 0, twin: true },
      { do: "write", worker: 0, twin: true, events: [0] },
      { do: "restart", workers: 2 },
      { do: "build", worker: 1 },
      { do: "close", worker: 1 },
    ],
  });
});

type Entry = ReportDocument["reports"][number];

const documentOf = (...reports: readonly Entry[]): ReportDocument => ({ version: 1, reports });

const withOutcomes = (once: "satisfied" | "violated" | "inconclusive" | "exempt"): Entry => ({
  ...bare,
  conforms: once !== "violated",
  verdicts: [verdict("write.stored"), verdict("write.once", { outcome: once })],
});

/** Reports before and after, the lines that tell the difference, and whether it is for the worse. */
const comparisons: readonly [
  string,
  readonly Entry[],
  readonly Entry[],
  readonly string[],
  boolean,
][] = [
  ["nothing", [withOutcomes("violated")], [withOutcomes("violated")], ["rows: the same"], false],
  [
    "a rule that is violated now",
    [withOutcomes("satisfied")],
    [withOutcomes("violated")],
    ["rows", "  - worse: write.once was satisfied and is violated"],
    true,
  ],
  [
    "a rule that is kept now",
    [withOutcomes("violated")],
    [withOutcomes("satisfied")],
    ["rows", "  + better: write.once was violated and is satisfied"],
    false,
  ],
  [
    "a rule that is not judged any more",
    [withOutcomes("satisfied")],
    [withOutcomes("inconclusive")],
    ["rows", "  - worse: write.once was satisfied and is inconclusive"],
    true,
  ],
  [
    "a rule that is judged now",
    [withOutcomes("inconclusive")],
    [withOutcomes("satisfied")],
    ["rows", "  + better: write.once was inconclusive and is satisfied"],
    false,
  ],
  [
    "no verdict any more",
    [withOutcomes("satisfied")],
    [{ subject: "rows", error: "it exits" }],
    ["rows", "  - worse: no verdict any more: it exits"],
    true,
  ],
  [
    "a subject that is gone",
    [withOutcomes("satisfied")],
    [],
    ["rows", "  - worse: it is not checked any more"],
    true,
  ],
  [
    "a new subject",
    [],
    [withOutcomes("satisfied")],
    ["rows", "    changed: it is new, and conforms"],
    false,
  ],
  [
    "an exemption that is stale",
    [withOutcomes("satisfied")],
    [{ ...bare, ...withOutcomes("satisfied"), conforms: false }],
    ["rows", "  - worse: it does not conform any more"],
    true,
  ],
  [
    "what does not conform any more, though a rule got better",
    [withOutcomes("violated"), { ...withOutcomes("inconclusive"), subject: "b" }],
    [withOutcomes("satisfied"), {
      ...bare,
      ...withOutcomes("satisfied"),
      conforms: false,
      subject: "b",
    }],
    [
      "rows",
      "  + better: write.once was violated and is satisfied",
      "b",
      "  + better: write.once was inconclusive and is satisfied",
      "  - worse: it does not conform any more",
    ],
    true,
  ],
  [
    "each of two subjects of one name",
    [withOutcomes("satisfied"), withOutcomes("satisfied")],
    [withOutcomes("violated"), withOutcomes("satisfied")],
    ["rows", "  - worse: write.once was satisfied and is violated", "rows: the same"],
    true,
  ],
  [
    "a search that was cut",
    [bare, { ...bare, stopped: "a limit" }],
    [{ ...bare, stopped: "a limit" }, bare],
    [
      "rows",
      "  - worse: its search was ended early by a limit",
      "rows",
      "  + better: its search came to its end",
    ],
    true,
  ],
  [
    "an exempt violation that was not seen before",
    [withOutcomes("inconclusive")],
    [withOutcomes("exempt")],
    ["rows", "  - worse: write.once was inconclusive and is exempt"],
    true,
  ],
];

for (const [name, before, after, lines, worse] of comparisons) {
  Deno.test(`compare tells ${name}`, () => {
    const found = compareReports(documentOf(...before), documentOf(...after));
    assertEquals(found, { lines, worse });
  });
}

Deno.test("compare reads two files, and ends with 1 where something got worse", async () => {
  await inFolder(async (folder) => {
    const [old, now] = [`${folder}/old.json`, `${folder}/now.json`];
    await Deno.writeTextFile(old, JSON.stringify(documentOf(withOutcomes("satisfied"))));
    await Deno.writeTextFile(now, JSON.stringify(documentOf(withOutcomes("violated"))));
    assertEquals((await run("compare", old, now)).code, 1);
    assertEquals((await run("compare", now, old)).code, 0);
    await Deno.writeTextFile(now, '{ "version": 2, "reports": [] }');
    const { code, err } = await run("compare", old, now);
    assertEquals(code, 2);
    assertStringIncludes(err, "Expected 1 but received 2, at version");
  });
});

Deno.test("a badge tells the verdict, of one subject or several", async () => {
  const [good, bad] = [withOutcomes("satisfied"), withOutcomes("violated")];
  const title = async (...reports: readonly Entry[]) =>
    (await badgeOf(documentOf(...reports))).match(/<title>(.*?)<\/title>/)?.[1];
  assertEquals(await title(good), "rows: conforms");
  assertEquals(await title(bad), "rows: leaks");
  assertEquals(await title(good, bad), "watertight: 1 of 2 leak");
  assertEquals(await title(good, { subject: "x", error: "y" }), "watertight: no verdict");
  assertEquals(await title(), "watertight: no verdict");
  const cut: Entry = { ...bare, stopped: "an interruption" };
  assertEquals(await title(good, cut), "watertight: conforms, cut short");
  assertEquals(await title(bad, cut), "watertight: 1 of 2 leak");
  const [whole, short] = [await badgeOf(documentOf(bare)), await badgeOf(documentOf(cut))];
  assertEquals([whole, short].map((it) => it.includes('fill="#4b0"')), [true, false]);
  assertEquals(
    await title({ ...good, subject: "</title><script>" } as Entry),
    "&lt;/title&gt;&lt;script&gt;: conforms",
  );
});

Deno.test("badge writes its picture to standard output, or into a file", async () => {
  await inFolder(async (folder) => {
    const file = `${folder}/report.json`;
    await Deno.writeTextFile(file, JSON.stringify(documentOf(withOutcomes("satisfied"))));
    const { code, out } = await run("badge", file);
    assert(code === 0 && out.startsWith("<svg"));
    await run("badge", file, `--out=${folder}/badges/rows.svg`);
    assertEquals((await Deno.readTextFile(`${folder}/badges/rows.svg`)).trimEnd(), out);
  });
});
