/** The walk of examples/leaks: each sink leaks under the one rule that the page names, and its mended form does not. */
import { fileURLToPath } from "node:url";
import { checkConformance, type RuleId, rules, type Subject } from "@watertight/sinks/conformance";
import { colourless } from "../colourless.ts";
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";

const root = new URL("../../examples/leaks/", import.meta.url);

/** What the page says of one sink, as far as it can be wrong. */
interface Leak {
  readonly folder: string;
  readonly rule: RuleId;
  /** What the report says, or the beginning of it. */
  readonly red: string;
  readonly contract: string;
}

const page = Deno.readTextFileSync(new URL("README.md", root)).replaceAll(/\s+/g, " ");

const leaks: readonly Leak[] = [...page.matchAll(
  /\]\((\d\d_\w+)\/sink\.ts\) .*? - The red, `([\w.-]+)`: _(.*?)_ - The contract: (.*?) - A hint: /g,
)].map(([, folder, rule, red, contract]) => ({
  folder: folder!,
  rule: rule as RuleId,
  red: red!,
  contract: contract!,
}));

const folders = [...Deno.readDirSync(root)].filter(({ isDirectory }) => isDirectory)
  .map(({ name }) => name).sort();

Deno.test("the walk leads through all ten leaks in order, and no two of them teach the same rule", () => {
  assertEquals(leaks.map(({ folder }) => folder), folders);
  assertEquals(leaks.length, 10);
  assertEquals(new Set(leaks.map(({ rule }) => rule)).size, 10);
});

/** The subject of a leak with the sink of this module before its storage. */
async function subjectWith(form: "sink" | "mended", folder: string): Promise<Subject<unknown>> {
  const { subjectOf } = await import(`${root}${folder}/subject.ts`);
  const exported = Object.entries(await import(`${root}${folder}/${form}.ts`));
  const [[, sink] = []] = exported.filter(([name]) => /^into/i.test(name));
  return subjectOf(sink);
}

for (const { folder, rule, red, contract } of leaks) {
  Deno.test(`the walk says of ${folder} what ${rule} says`, () => {
    assertEquals(contract, rules.find(({ id }) => id === rule)?.statement);
  });

  Deno.test(`${folder} violates ${rule} and no other rule`, async () => {
    const report = await checkConformance(await subjectWith("sink", folder), { seed: 1 });
    const violated = report.verdicts.filter(({ outcome }) => outcome === "violated");
    assertEquals(violated.map((verdict) => verdict.rule), [rule]);
    assertStringIncludes(violated[0]?.counterexample?.message ?? "", red);
    assert(!report.conforms);
  });

  Deno.test(`${folder} keeps every rule once it is mended`, async () => {
    const report = await checkConformance(await subjectWith("mended", folder), { seed: 1 });
    const found = report.verdicts.filter(({ counterexample }) => counterexample);
    assertEquals(found.map((verdict) => verdict.rule), []);
    const judged = report.verdicts.find((verdict) => verdict.rule === rule);
    assertEquals(judged?.outcome, "satisfied");
    assert(report.conforms);
  });
}

/** The tests of the walk that fail, by their names. They run as they do for a newcomer: at other seeds each time. */
async function failedTests(...options: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "--parallel", "--reporter=tap", ...options, "."],
    cwd: fileURLToPath(root),
    ...colourless(),
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  assert(/^ok \d+ - /m.test(text), text);
  // A violated SHOULD fails no test: it is told as a warning.
  assert(!text.includes("⚠"), text);
  return [...text.matchAll(/^not ok \d+ - (.*)$/gm)].map(([, name]) => name!).sort();
}

Deno.test("deno test examples/leaks fails in ten tests, each named by its leak and its rule", async () => {
  const names = leaks.map(({ folder, rule }) => `${folder.replaceAll("_", " ")}: ${rule}`);
  assertEquals(await failedTests(), names);
});

Deno.test("deno test examples/leaks passes with the mended form in the place of each sink", async () => {
  const config = new URL("../../deno.json", root);
  const { imports } = JSON.parse(await Deno.readTextFile(config));
  const absolute = Object.entries<string>(imports).map(([name, target]) =>
    [name, target.startsWith("./") ? new URL(target, config).href : target] as const
  );
  const swapped = folders.map((folder) =>
    [`${root}${folder}/sink.ts`, `${root}${folder}/mended.ts`] as const
  );
  const map = JSON.stringify({ imports: Object.fromEntries([...absolute, ...swapped]) });
  assertEquals(
    await failedTests(`--import-map=data:application/json,${encodeURIComponent(map)}`),
    [],
  );
});
