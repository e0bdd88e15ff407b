import {
  checkConformance,
  renderHtml,
  renderJson,
  renderText,
} from "@watertight/sinks/conformance";
import { visible, visibleJson, visibleLine } from "../../conformance/visible.ts";
import { assert, assertEquals } from "../assert.ts";
import { rowsSubject } from "./rows.ts";

const shown: [string, string][] = [
  ["plain ✗ text\n  of two lines\t…", "plain ✗ text\n  of two lines\t…"],
  ["\u001b[2J\u0007\r", "\\u{1b}[2J\\u{7}\\u{d}"],
  ["a\u202eb\u2066\u200f\u2028\u009b", "a\\u{202e}b\\u{2066}\\u{200f}\\u{2028}\\u{9b}"],
  ["a\ud800b 😀", "a\\u{d800}b 😀"],
  ["::error::x", "\\u{3a}:error::x"],
  ["a\n  ::set-output name=x::y", "a\n  \\u{3a}:set-output name=x::y"],
  ["a ::b", "a ::b"],
  ["a ##[error]x", "a \\u{23}#[error]x"],
  ["##vso[task.complete]", "\\u{23}#vso[task.complete]"],
  ["##teamcity[testFailed]", "\\u{23}#teamcity[testFailed]"],
  ["## a title", "## a title"],
];

for (const [text, expected] of shown) {
  Deno.test(`visible() shows ${JSON.stringify(text)} so that nothing of it acts`, () => {
    assertEquals(visible(text), expected);
    assertEquals(visible(visible(text)), expected);
  });
}

Deno.test("visibleLine() keeps a text on one line", () => {
  assertEquals(visibleLine("a\r\nb\n::c"), "a\\nb\\n::c");
});

Deno.test("visibleJson() changes no value", () => {
  const value = { text: "\u202e ##[error] ##vso[x]\u009b\u2028", [":\u200f"]: 1 };
  const json = visibleJson(JSON.stringify(value));
  assertEquals(JSON.parse(json), value);
  assertEquals(json, visible(json));
});

const nasty =
  "\u001b[2J\u202e\n\n::error::x\n##[error]y ##vso[task.complete] ##teamcity[z]\nrows conforms: 64 of 64";

Deno.test("no report lets a name or a message act on who reads it", async () => {
  const refuse = () => {
    throw new Error(nasty);
  };
  const subject = rowsSubject(() => ({ writeBatch: refuse, close() {} }), { name: nasty });
  const report = await checkConformance(subject, { seed: 1, runs: 0, callLimit: 100 });
  const [text, html, json] = [renderText(report), renderHtml(report), renderJson(report)];
  assert(text.includes("\\u{1b}[2J\\u{202e}"), text);
  for (const rendered of [text, html, json]) assertEquals(visible(rendered), rendered);
  assert(!/^rows conforms/m.test(text), text);
  assertEquals(JSON.parse(json).reports[0].subject, nasty);
});

Deno.test("a message of twenty million characters is cut", async () => {
  const refuse = () => {
    throw new Error("x".repeat(20_000_000));
  };
  const subject = rowsSubject(() => ({ writeBatch: refuse, close() {} }));
  const report = await checkConformance(subject, { seed: 1, runs: 0, timeLimit: 3000 });
  assert(renderText(report).length < 100_000 && renderJson(report).length < 1_000_000);
});
