import { interpolate } from "../../src/flow/config/interpolate.ts";
import { assertEquals, assertStringIncludes } from "../assert.ts";

const env: Record<string, string> = { HOST: "db", PORT: "5432", EMPTY: "", WHICH: "PORT" };
const resolved = (text: string) => interpolate(text, (name) => env[name]);

const values: readonly [string, string | null][] = [
  ["plain", "plain"],
  ["${oc.env:HOST}", "db"],
  ["${oc.env:PORT}", "5432"],
  ["${oc.env:EMPTY,default}", ""],
  ["pg://${oc.env:HOST}:${oc.env:PORT}/x", "pg://db:5432/x"],
  ["${oc.env:NONE,localhost}", "localhost"],
  ["${oc.env:NONE, spaced }", "spaced"],
  ["${oc.env:NONE,}", ""],
  ["${oc.env:NONE,'a, b'}", "a, b"],
  ["${oc.env:NONE,null}", null],
  ["x${oc.env:NONE,null}", "xnull"],
  ["${oc.env:NONE,${oc.env:HOST}}", "db"],
  ["${oc.env:NONE,pg://${oc.env:HOST}/x}", "pg://db/x"],
  ["${ oc.env : HOST }", "db"],
  ["\\${oc.env:HOST}", "${oc.env:HOST}"],
  ["${oc.env:HOST,{}}", "db"],
  ["${oc.env:NONE,{}}", "{}"],
  ['${oc.env:NONE,{"a": {"b": 1}}} x', '{"a": {"b": 1}} x'],
  ["${oc.env:NONE,'a}b'}", "a}b"],
  ["${oc.env:HOST,'a}b'}/${oc.env:PORT}", "db/5432"],
  ["${oc.env:NONE,'a','b'}", "'a','b'"],
  ["${oc.env:NONE,it's}", "it's"],
  ["${oc.env:NONE,a:b,c}", "a:b,c"],
  ["${oc.env:NONE,Null}", null],
  ["${oc.env:${oc.env:WHICH}}", "5432"],
  ["}${oc.env:HOST}}", "}db}"],
];

for (const [text, value] of values) {
  Deno.test(`interpolation of ${text}`, () => assertEquals(resolved(text), { value }));
}

const problems: readonly [string, string][] = [
  ["${oc.env:NONE}", "the environment variable NONE must be set: it has no value"],
  ["${oc.env:NONE,${oc.env:GONE}}", "the environment variable GONE must be set"],
  ["${database.url}", "an interpolation must be ${oc.env:NAME}"],
  ["${oc.env:HOST", 'an interpolation must end in "}"'],
];

for (const [text, message] of problems) {
  Deno.test(`interpolation of ${text} is a problem`, () => {
    const outcome = resolved(text);
    assertStringIncludes("problem" in outcome ? outcome.problem : "", message);
  });
}

Deno.test("interpolation does not tell a refused name that comes of the environment", () => {
  const read = (name: string) => {
    if (name === "WHICH") return "hunter2";
    throw new Error(`no access to ${name}`);
  };
  assertEquals(interpolate("${oc.env:${oc.env:WHICH}}", read), {
    problem: "the environment variable ${oc.env:WHICH} must be readable: it was refused",
  });
  assertEquals(interpolate("${oc.env:HOST}", read), {
    problem: "the environment variable HOST must be readable: Error: no access to HOST",
  });
});
