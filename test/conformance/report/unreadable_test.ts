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
  assertStringIncludes(page, '<p class="held"><i>unreadable</i>');
  assert(!page.includes(">nothing<"), "the page says that nothing is stored");
});

Deno.test("a storage that can be read later, or no longer, is shown so", () => {
  const later = { ...unreadable, lateContents: [] };
  assertStringIncludes(renderText(reportOf(later)), "unreadable; a while later nothing\n");
  assert(
    /a while later<\/p>\s*<p class="held">\s*<i>nothing</.test(
      renderHtml(reportOf(later)),
    ),
  );
  const { unreadable: why, ...readable } = unreadable;
  const spoilt = { ...readable, contents: [0], lateUnreadable: why ?? "" };
  assertStringIncludes(renderText(reportOf(spoilt)), "e0; a while later unreadable\n");
  assert(
    /a while later<\/p>\s*<p class="held">\s*<i>unreadable</.test(
      renderHtml(reportOf(spoilt)),
    ),
  );
});
