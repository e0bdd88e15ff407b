import { Ajv } from "ajv";
import schema from "mutation-testing-report-schema/mutation-testing-report-schema.json" with {
  type: "json",
};
import type { MutationTestResult } from "mutation-testing-report-schema/api";
import { ruleIds } from "../../conformance/mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";
import { generated, mutantNames, readSurvey } from "./generate.ts";

const result = JSON.parse(await generated["kills.json"]!()) as MutationTestResult;
const sinks = Object.entries(result.files).flatMap(([path, { source, mutants }]) =>
  mutants.map((mutant) => ({ path, lines: source.split("\n"), ...mutant }))
);

Deno.test("kills.json is in the report schema of mutation testing", () => {
  const check = new Ajv({ strict: false, allErrors: true, validateFormats: false })
    .compile(schema);
  check(result);
  assertEquals(check.errors ?? [], []);
});

Deno.test("kills.json has every mutant where it stands, by an id of its own", () => {
  assertEquals(
    sinks.map(({ mutatorName, description }) => `${mutatorName}: ${description}`).sort(),
    mutantNames().map((name) => name.replace(": ", ": a sink that ")).sort(),
  );
  assertEquals(new Set(sinks.map(({ id }) => id)).size, sinks.length);
  for (const { path, lines, location: { start, end }, description } of sinks) {
    const source = lines.slice(start.line - 1, end.line).join("\n");
    const name = description!.replace("a sink that ", "").replaceAll('"', "");
    assertStringIncludes(source.replaceAll(/["\\]/g, ""), name, path);
  }
  for (const { path, location: { start, end }, id } of sinks) {
    const within = sinks.filter((it) =>
      it.path === path && it.location.start.line < end.line && it.location.end.line > start.line
    );
    assertEquals(within.map((it) => it.id), [id], "sinks that stand in one another");
  }
});

Deno.test("kills.json says which rules killed a mutant, by the ids of its tests", () => {
  const tests = Object.values(result.testFiles!).flatMap((file) => file.tests.map(({ id }) => id));
  assertEquals(tests.toSorted(), [...ruleIds].sort());
  for (const { killedBy, coveredBy, status } of sinks) {
    assertEquals(status === "Killed", killedBy!.length > 0);
    assert([...killedBy!, ...coveredBy!].every((id) => tests.includes(id)));
  }
});

Deno.test("KILLS.html shows every mutant, and needs nothing beside itself but RULES.md", async () => {
  const page = await generated["KILLS.html"]!();
  const { mutants } = await readSurvey();
  assertEquals(page.match(/<tr><td>/g)?.length, mutants.length);
  assertEquals([...page.matchAll(/(?:src|href|url|@import)[=(]"?([^")]*)/g)].map(([, to]) => to), [
    "RULES.md",
  ]);
  assert(!page.includes("<script"));
  const used = [...page.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name!);
  assertEquals(
    used.filter((name) => !page.includes(`${name}:`)),
    [],
    "what the style does not define",
  );
});
