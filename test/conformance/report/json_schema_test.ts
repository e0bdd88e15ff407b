import { Ajv2020 } from "ajv/dist/2020.js";
import * as v from "valibot";
import { checkConformance, renderJson } from "@watertight/sinks/conformance";
import { jsonFormat } from "../../../conformance/report/json.ts";
import { reportDocument } from "../../../conformance/report/json_schema.ts";
import { assert, assertEquals } from "../../assert.ts";
import { mutants } from "../../mutants/mod.ts";
import { gallery, written } from "./gallery.ts";

const published = JSON.parse(
  await Deno.readTextFile(new URL("../../../conformance/report.schema.json", import.meta.url)),
);

/** The same schema, but a member it does not name is an error: so it is found that one is written. */
function closed(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const entries = Object.entries(schema).map(([name, its]) => [name, closed(its)]);
  return {
    ...Object.fromEntries(entries),
    ..."properties" in schema && { unevaluatedProperties: false },
  };
}

const check = new Ajv2020({ strict: true, strictTuples: false, allErrors: true }).compile(
  closed(published) as object,
);

function errorsOf(json: string): readonly string[] {
  check(JSON.parse(json));
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

for (const [name, shown] of Object.entries(gallery)) {
  Deno.test(`the JSON of the report "${name}" is as the published schema says`, () => {
    const json = written(shown, jsonFormat, { date: "2026-11-30T12:00:00Z" });
    assertEquals(errorsOf(json), []);
    assert(v.is(reportDocument, JSON.parse(json)));
  });
}

Deno.test("the JSON of a check is as the published schema says", async () => {
  const { mutant } = mutants.find(({ rule }) => rule === "close.flushes")!;
  const report = await checkConformance(mutant.subject, { seed: 1 });
  assert(report.verdicts.some(({ counterexample }) => counterexample));
  assertEquals(errorsOf(renderJson(report)), []);
});

Deno.test("the published schema refuses what is no report", () => {
  for (
    const document of [{}, { version: 2, reports: [] }, { version: 1, reports: [{ subject: "a" }] }]
  ) {
    assert(errorsOf(JSON.stringify(document)).length > 0, JSON.stringify(document));
    assert(!v.is(reportDocument, document));
  }
});
