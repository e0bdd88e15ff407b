import { renderHtml, type Report } from "@watertight/sinks/conformance";
import { html } from "../../../conformance/report/markup.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { bare, full, verdict } from "./reports.ts";

/** A page without the white space that readers do not see. */
function rendered(report: Report): string {
  return renderHtml(report).replaceAll(/\s+/g, " ").replaceAll(/> (?=<)/g, ">");
}

const page = rendered(full);

Deno.test("html escapes all text, and nothing twice", () => {
  const inner = html`<b title="${`"'`}">${"<&>"}</b>`;
  assertEquals(
    html`<p>${[inner, 1, "<"]}</p>`.text,
    `<p><b title="&#34;&#39;">&#60;&#38;&#62;</b>1&#60;</p>`,
  );
});

Deno.test("renderHtml() shows the verdict first, with counts, effort and what ended the search", () => {
  const head = page.slice(page.indexOf("<header"), page.indexOf("</header>"));
  assertEquals(
    head.replaceAll(/<[^>]+>/g, "\n").trim().split(/\s*\n\s*/),
    [
      "&#60;rows&#62; does not conform",
      "1 of 6 rules satisfied, 1 violated, 1 inconclusive, 2 inapplicable, 1 exempt",
      "478 histories in 121 ms, seed 7",
      "The search was ended early by the time limit of 100 ms.",
      "✗ the exemption of write.once is stale: the sink keeps the rule, so take the exemption away",
    ],
  );
});

Deno.test("renderHtml() shows each violation with its replay, its calls in lanes and the contents", () => {
  const pieces = [
    '<section class="violated must" id="write.stored">',
    "After successful writes and close every event is stored.",
    "event 2, written to worker 0, is not stored",
    "{ seed: 7, path: &#34;3:1&#34;, rules: [&#34;write.stored&#34;] }",
    '<div class="history" style="--lanes: 2">',
    '<div class="call build returned" style="grid-area: 2 / 1 / 4">',
    '<div class="call write threw fault" style="grid-area: 7 / 2 / 10">',
    "<strong>threw Error: a &#60; b</strong>",
    "<em>while the storage is set to reject</em>",
    "<strong>never settled</strong>",
    '<code class="chip">e0</code>',
    '<code class="chip altered">e1 as &#34;Event 1&#34;</code>',
    '<code class="chip extra">&#34;footer&#34;</code>',
    'a while later <span class="nothing">nothing</span>',
    '<code class="event">e0 = &#34;event 0&#34;</code>',
    "Follow the event of the message",
  ];
  let from = 0;
  for (const piece of pieces) {
    assertStringIncludes(page.slice(from), piece);
    from = page.indexOf(piece, from);
  }
});

Deno.test("renderHtml() lists what was not judged, exempt, better than claimed and satisfied", () => {
  for (
    const piece of [
      "<dt>inapplicable: needs x</dt><dd><code>write.events-copied (SHOULD)</code><code>fault.surfaces</code></dd>",
      "<dt>exempt: ticket 12</dt><dd><code>close.idempotent</code></dd>",
      "<li>order is kept</li>",
      '<li><code>write.once</code><span class="number">20</span></li>',
    ]
  ) assertStringIncludes(page, piece);
});

Deno.test("renderHtml() leaves out the sections that have nothing to say", () => {
  const short = rendered({ ...bare, verdicts: [verdict("write.once")] });
  for (const title of ["Not judged", "Exempt", "Better than claimed"]) {
    assert(!short.includes(`<h2>${title}`), title);
  }
  assertStringIncludes(short, '<header class="conforms">');
});

Deno.test("renderHtml() needs no script and nothing from elsewhere", () => {
  assert(!/<script|<link|src=|href=|url\(|@import/.test(page));
});

Deno.test("renderHtml() writes out characters that would turn a text round", () => {
  const subject = "rows \u202egnp.exe";
  assertStringIncludes(renderHtml({ ...bare, subject }), "rows \\u{202e}gnp.exe conforms");
});
