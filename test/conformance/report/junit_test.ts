import { XMLParser, XMLValidator } from "fast-xml-parser";
import { junitFormat } from "../../../conformance/report/junit.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { gallery, written } from "./gallery.ts";
import { bare, verdict } from "./reports.ts";

// deno-lint-ignore no-explicit-any -- what the parser gives
function parsed(xml: string): any {
  assertEquals(XMLValidator.validate(xml), true);
  const lists = ["testsuite", "testcase"];
  return new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name: string) => lists.includes(name),
  }).parse(xml).testsuites;
}

for (const [name, shown] of Object.entries(gallery)) {
  Deno.test(`junitFormat writes well-formed XML of the report "${name}", with the counts of its cases`, () => {
    const xml = written(shown, junitFormat);
    assert(!/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml));
    const [suite] = parsed(xml).testsuite;
    const cases: readonly Record<string, unknown>[] = suite.testcase;
    const count = (kind: string) => String(cases.filter((it) => kind in it).length);
    assertEquals(
      [suite.tests, suite.failures, suite.errors, suite.skipped],
      [String(cases.length), count("failure"), count("error"), count("skipped")],
    );
  });
}

Deno.test("junitFormat fails the case of a rule, and skips with the reason what was not judged", () => {
  const [suite] = parsed(written(gallery["violation"]!, junitFormat)).testsuite;
  const named = (name: string) => suite.testcase.find((it: { name: string }) => it.name === name);
  assertEquals(named("close.flushes").failure.type, "MUST");
  assertStringIncludes(named("close.flushes").failure["#text"], "build 0 of 1\n");
  assertEquals(
    named("bridge.awaited").skipped.message,
    "inconclusive: no history said anything of it",
  );
  assertEquals(named("report").failure, undefined);
});

Deno.test("junitFormat fails nothing for a SHOULD, but the report when the check was strict", () => {
  const should = verdict("close.rejects-later-writes", { level: "SHOULD", outcome: "violated" });
  const failures = (conforms: boolean) =>
    parsed(written({ ...bare, conforms, verdicts: [should] }, junitFormat)).testsuite[0].testcase
      .filter((it: object) => "failure" in it).map(({ name }: { name: string }) => name);
  assertEquals([failures(true), failures(false)], [[], ["report"]]);
});

Deno.test("junitFormat writes what XML cannot hold as something else", () => {
  const xml = written({ ...bare, subject: "a\ufffe\uffff\u0000" }, junitFormat);
  assertEquals(parsed(xml).testsuite[0].name, "a\ufffd\ufffd\\u{0}");
});
