import { type Counterexample, renderHtml } from "@watertight/sinks/conformance";
import type { Trace } from "@watertight/sinks";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { build, close, later, smallest, threw, traceOf, write } from "../judge/traces.ts";
import { reports } from "./gallery.ts";
import { bare, counterexample, verdict } from "./reports.ts";

/** A page of one violation that shows in this trace. */
function pageOf(trace: Trace, rest: Partial<Counterexample> = {}): string {
  const shown = { ...counterexample, trace, contents: trace.contents ?? [], ...rest };
  const verdicts = [verdict("write.stored", { outcome: "violated", counterexample: shown })];
  return renderHtml({ ...bare, conforms: false, verdicts });
}

/** What the page says of each call, in plain words. */
function stepsIn(page: string): readonly string[] {
  const list = page.slice(page.indexOf('<ol class="panels">'), page.indexOf("</ol>"));
  return list.split(/<li\s/).slice(1)
    .map((step) =>
      step.replace(/^[^>]*>/, "").replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ").trim()
    );
}

/** The pieces of what was stored after the last call, with their marks. */
function lastHeld(page: string): string {
  const list = page.slice(page.indexOf('<ol class="panels">'), page.indexOf("</ol>"));
  return list.slice(list.lastIndexOf('<p class="held">') + 16, list.lastIndexOf("</p>"))
    .replaceAll(/\s+/g, " ").replaceAll("> <", "><").trim();
}

Deno.test("a lost event is struck through where it should be", () => {
  const trace = traceOf([build, write(0, 1, 2), close], { contents: [0, 2] });
  assertEquals(
    lastHeld(pageOf(trace)),
    '<code>e0</code><code class="lost"><del>e1</del><small>lost</small></code>' +
      "<code>e2</code>",
  );
});

Deno.test("an extra value, a repeated event and one out of order are marked", () => {
  assertStringIncludes(lastHeld(pageOf(smallest.extra)), '<code class="extra">&#34;footer&#34;');
  assertStringIncludes(lastHeld(pageOf(smallest.repeated)), '<code class="again">e0');
  assertStringIncludes(lastHeld(pageOf(smallest.swapped)), '<code class="moved">e');
});

Deno.test("an altered event is shown with what is stored and what was written", () => {
  const held = lastHeld(pageOf(smallest.altered));
  assertStringIncludes(held, '<code class="altered">e0 as &#34;E&#34;');
  assertStringIncludes(held, "written as</small> &#34;event 0&#34;");
});

Deno.test("events in a row are one piece, and those that are missing between them break it", () => {
  const events = Array.from({ length: 100 }, (_, index) => index);
  const trace = traceOf([build, write(...events), close], {
    contents: events.filter((event) => event !== 50),
  });
  const held = lastHeld(pageOf(trace)).replaceAll(/<[^>]+>/g, "");
  assertEquals(held, "e0 … e49e50loste51 … e99");
});

Deno.test("the storage after each call comes from the further execution where there was one, and the page says so", () => {
  const { counterexample: found } = reports["overlap"]!.verdicts
    .find(({ outcome }) => outcome === "violated")!;
  const page = pageOf(found!.trace, found);
  assertEquals(stepsIn(page), [
    "build worker 0 of 2 → p0 nothing",
    "build worker 1 of 2 → p1 nothing",
    "write [e0] to p0 (worker 0) Here it shows e0",
    "write [e1 e2] to p1 (worker 1) Here it shows e0 lost e1 e2",
    "close p0 (worker 0) e0 lost e1 e2",
    "close p1 (worker 1) e0 lost e1 e2",
  ]);
  assertStringIncludes(page, "comes from a further execution, read after every call.");
  assert(!page.includes("It ended with other contents"));
});

Deno.test("a further execution that ended otherwise is told from the one that was judged", () => {
  const trace = traceOf([build, write(0), close], { contents: [] });
  const page = pageOf(trace, { stepwise: { ...trace, contents: [0] } });
  assertStringIncludes(page, "It ended with other contents than the one that was judged.");
});

Deno.test("a further execution whose calls interleave otherwise is read by partition and call", () => {
  const trace = traceOf([build, write(0), later(build), later(write(1))], { contents: [0, 1] });
  const [built, wrote, builtLater, wroteLater] = trace.calls;
  const calls = [
    { ...built!, after: [] },
    { ...builtLater!, after: [] },
    { ...wrote!, after: [0] },
    { ...wroteLater!, after: [0, 1] },
  ];
  assertEquals(stepsIn(pageOf(trace, { stepwise: { ...trace, calls } })), [
    "build worker 0 of 1 → p0 nothing",
    "write [e0] to p0 (worker 0) e0",
    "build worker 0 of 1 in run 2 → p1 nothing e0 not stored",
    "write [e1] to p1 (worker 0) e0 e1",
  ]);
});

Deno.test("the page says where nobody looked, where the storage could not be read, and what was there before", () => {
  const trace = traceOf([
    build,
    write(0),
    { ...write(1), before: [0], after: [0, 1] },
    { ...threw(write(2), "full"), unreadable: "the table is locked" },
    close,
  ], { contents: [0, 1] });
  assertEquals(stepsIn(pageOf(trace)), [
    "build worker 0 of 1 → p0 Nobody looked at the storage after this call.",
    "write [e0] to p0 (worker 0) Nobody looked at the storage after this call.",
    "write [e1] to p0 (worker 0) e0 e0 e1",
    "write [e2] to p0 (worker 0) threw Error: full unreadable : the table is locked",
    "close p0 (worker 0) e0 e1 e2 not stored",
  ]);
});

Deno.test("what is stored stands against what was expected, what is the same on one line", () => {
  const events = Array.from({ length: 20 }, (_, index) => index);
  const trace = traceOf([build, write(...events), close], {
    contents: [...events.filter((event) => event !== 10), { value: "footer" }],
  });
  const page = pageOf(trace);
  const lines = page.slice(
    page.indexOf('<div class="difference">'),
    page.indexOf('<div class="events">'),
  )
    .replaceAll(/<\/?code>/g, "").replaceAll(/<[^>]+>/g, "\n").split("\n").map((it) => it.trimEnd())
    .filter((it) => it !== "");
  assertEquals(lines, [
    "… e0 … e7: 8 events as expected",
    "  e8 = &#34;event 8&#34;",
    "  e9 = &#34;event 9&#34;",
    "- e10 = &#34;event 10&#34;",
    "  e11 = &#34;event 11&#34;",
    "  e12 = &#34;event 12&#34;",
    "… e13 … e17: 5 events as expected",
    "  e18 = &#34;event 18&#34;",
    "  e19 = &#34;event 19&#34;",
    "+ &#34;footer&#34;",
  ]);
});
