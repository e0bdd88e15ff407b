import { type Counterexample, renderHtml, renderText } from "@watertight/sinks/conformance";
import { assert, assertStringIncludes } from "../../assert.ts";
import { smallest } from "../judge/traces.ts";
import { bare, counterexample, verdict } from "./reports.ts";

function reportOf(trace: Counterexample["trace"]) {
  const shown = { ...counterexample, trace, contents: trace.contents ?? [] };
  const verdicts = [verdict("write.stored", { outcome: "violated", counterexample: shown })];
  return { ...bare, conforms: false, verdicts };
}

const { unreadable } = smallest;

Deno.test("a storage that cannot be read is not shown as one that holds nothing", () => {
  assertStringIncludes(renderText(reportOf(unreadable)), "stored    unreadable\n");
  const page = renderHtml(reportOf(unreadable));
  assertStringIncludes(page, '<dt>stored</dt><dd><span class="nothing">unreadable</span></dd>');
  assert(!page.includes(">nothing<"), "the page says that nothing is stored");
});

Deno.test("a storage that can be read later, or no longer, is shown so", () => {
  const later = { ...unreadable, lateContents: [] };
  assertStringIncludes(renderText(reportOf(later)), "unreadable; a while later nothing\n");
  assertStringIncludes(renderHtml(reportOf(later)), "<br>a while later ");
  const { unreadable: why, ...readable } = unreadable;
  const spoilt = { ...readable, contents: [0], lateUnreadable: why ?? "" };
  assertStringIncludes(renderText(reportOf(spoilt)), "e0; a while later unreadable\n");
  assertStringIncludes(renderHtml(reportOf(spoilt)), "<br>a while later unreadable");
});
