import { version } from "../../../conformance/version.ts";
import { renderHtml, type Report } from "@watertight/sinks/conformance";
import { htmlFormat } from "../../../conformance/report/html.ts";
import { policy, script } from "../../../conformance/report/html/script.ts";
import { html } from "../../../conformance/report/markup.ts";
import { ruleOf } from "../../../conformance/report/words.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { bare, counterexample, full, verdict } from "./reports.ts";

/** A page without the white space that readers do not see. */
function rendered(report: Report): string {
  return squeezed(renderHtml(report));
}

function squeezed(page: string): string {
  return page.replaceAll(/\s+/g, " ").replaceAll(/> (?=<)/g, ">");
}

/** What a reader sees of a part of a page, a line a piece. */
function textOf(page: string, from: string, to: string): readonly string[] {
  const start = page.indexOf(from);
  assert(start >= 0, `the page has no ${from}`);
  return page.slice(start, page.indexOf(to, start)).replaceAll(/<[^>]+>/g, "\n").trim()
    .split(/\s*\n\s*/);
}

/** That pieces stand on a page one after the other. */
function requireInTurn(page: string, pieces: readonly string[]): void {
  let from = 0;
  for (const piece of pieces) {
    assertStringIncludes(page.slice(from), piece);
    from = page.indexOf(piece, from);
  }
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
  assertEquals(textOf(page, "<header", "</header>"), [
    "Watertight conformance report",
    "&#60;rows&#62; does not conform",
    "1 of 6 rules satisfied, 1 violated, 1 inconclusive, 2 inapplicable, 1 exempt",
    ...["histories", "478", "duration", "121 ms", "seed", "7", "version", version],
    "The search was ended early by the time limit of 100 ms.",
    "the exemption of write.once is stale: the sink keeps the rule, so take the exemption away",
  ]);
});

Deno.test("renderHtml() shows date and module where it is told them", () => {
  const dated = renderHtml(bare, { date: "2026-11-30T12:00:00Z", module: "./rows.ts" });
  assertEquals(textOf(dated, "<dt>date", "</dl>"), [
    ...["date", "2026-11-30 12:00:00 UTC", "module", "./rows.ts"],
  ]);
});

Deno.test("renderHtml() shows each family with what became of its rules, and each rule with its sentence", () => {
  assertEquals(textOf(page, '<details class="family">', "</ul>"), [
    ...["write", "1 of 3 satisfied, 1 violated, 1 not judged"],
    ...["write.stored", "violated", "After successful writes and close every event is stored."],
    ...["write.once", "held in 20 histories", ruleOf("write.once").statement],
    ...["write.events-copied", "SHOULD", "inapplicable: needs x"],
    ruleOf("write.events-copied").statement,
  ]);
});

Deno.test("renderHtml() shows each violation with its calls in lanes, what was stored and how to see it again", () => {
  requireInTurn(page, [
    '<article id="s1-1" data-rule="write.stored" data-level="MUST">',
    "After successful writes and close every event is stored.",
    "event 2, written to worker 0, is not stored",
    'style="--lanes: 2"',
    '<a style="grid-area: 2/1/4"',
    '<a class="threw fault"',
    "<b>never settled</b>",
    "threw Error: a &#60; b",
    "while the storage is set to reject",
    "Stored in the end",
    "a while later",
    "<code>&#34;event 0&#34;</code>",
    "{ seed: 7, path: &#34;3:1&#34;, rules: [&#34;write.stored&#34;] }",
    "Why it matters",
    "Follow the event of the message",
    "The trace as JSON: 6 calls",
  ]);
});

Deno.test("renderHtml() writes a replay as it is told to", () => {
  const replayed = renderHtml(full, { replay: ({ seed, path }) => `watertight ${seed} ${path}` });
  assertStringIncludes(replayed, "<code>watertight 7 3:1</code>");
});

Deno.test("renderHtml() lists what is not judged, exempt and better than claimed", () => {
  for (
    const piece of ["inapplicable: needs x", "exempt: ticket 12", "<li>order is kept</li>"]
  ) assertStringIncludes(page, piece);
});

Deno.test("renderHtml() opens with what was proved where a sink conforms, and ends with what was met", () => {
  const situations = { "empty batch": 12 };
  const good = rendered({ ...bare, situations, verdicts: [verdict("write.once")] });
  requireInTurn(good, [
    '<header class="verdict good">',
    "<h2>What was proved</h2>",
    "1 of 1 satisfied, in up to 20 histories",
    "held in 20 histories",
    "<h2>Situations met</h2>",
    "<dt>empty batch</dt><dd>12</dd>",
  ]);
  for (const title of ["What leaks", "Not done", "Better than claimed"]) {
    assert(!good.includes(title), title);
  }
});

Deno.test("renderHtml() says what was never reached and what was not done", () => {
  const told = rendered({ ...bare, never: ["a flush"], warnings: ["a regression was not run"] });
  requireInTurn(told, ["Never met", "<li>a flush</li>", "<li>a regression was not run</li>"]);
});

Deno.test("renderHtml() needs nothing from elsewhere, and runs no script but its own", async () => {
  assert(!/<link|src=|url\(|@import|https?:/.test(page));
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
  const hash = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  assertStringIncludes(policy, `script-src 'sha256-${hash}'`);
  assertStringIncludes(page, `content="${policy}"`);
  assertEquals(page.split("<script").length, 2);
});

Deno.test("renderHtml() writes out characters that would turn a text round", () => {
  const subject = "rows \u202egnp.exe";
  assertStringIncludes(renderHtml({ ...bare, subject }), "rows \\u{202e}gnp.exe conforms");
});

Deno.test("htmlFormat puts several subjects on one page, and one without verdict beside them", () => {
  const whole = squeezed(htmlFormat.whole([
    htmlFormat.report(full, {}),
    htmlFormat.report({ ...bare, verdicts: [verdict("write.once")] }, {}),
    htmlFormat.unchecked({ subject: "./gone.ts", message: "Cannot load <it>" }, {}),
  ], {}));
  assertEquals(textOf(whole, "<header", "</header>"), [
    "Watertight conformance report",
    "1 of 3 sinks conform",
    ...["&#60;rows&#62; does not conform", "rows conforms", "./gone.ts was not checked"],
  ]);
  requireInTurn(whole, [
    "<h2>&#60;rows&#62; does not conform</h2>",
    "<h3>Rules by family</h3>",
    "<h3>What leaks</h3>",
    "<h2>rows conforms</h2>",
    "<h2>./gone.ts was not checked</h2>",
    "Cannot load &#60;it&#62;",
  ]);
  assertEquals(whole.split("<form").length, 2, "the filters of all subjects are one");
});

Deno.test("htmlFormat says of a command that checked nothing that it did", () => {
  assertStringIncludes(htmlFormat.whole([], {}), "<h1>Nothing was checked</h1>");
});

Deno.test("renderHtml() shows a violation without a counterexample", () => {
  const replay = { seed: 7, path: "3", rules: ["calls.settle" as const] };
  const reason = "the check was ended";
  const verdicts = [verdict("calls.settle", { outcome: "violated" as const, reason, replay })];
  const short = rendered({ ...bare, conforms: false, verdicts });
  requireInTurn(short, ["the check was ended", "{ seed: 7, path: &#34;3&#34;", "Look at"]);
  assert(!short.includes('class="stepper'));
});

Deno.test("renderHtml() says of an event whose value does not matter that any other does it, too", () => {
  const shown = { ...counterexample, anyOther: [2] };
  const verdicts = [
    verdict("write.stored", { outcome: "violated" as const, counterexample: shown }),
  ];
  const told = rendered({ ...bare, conforms: false, verdicts });
  requireInTurn(told, ["<code>&#34;event 2&#34;</code>", "any other event does it, too"]);
  assertEquals(told.split("any other event does it").length, 2);
  const all = { ...counterexample, anyOther: [0, 1, 2, 3, 4] };
  const free = [verdict("write.stored", { outcome: "violated" as const, counterexample: all })];
  const once = rendered({ ...bare, conforms: false, verdicts: free });
  assertEquals(once.split("any other event").length, 2);
  assertStringIncludes(once, "The values do not matter: any other events do it, too.");
});
