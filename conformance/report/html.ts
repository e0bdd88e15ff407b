import type { Contents, Stored, Trace } from "../../src/protocol/mod.ts";
import type { Counterexample, Report, Verdict } from "../report.ts";
import { type Block, type Lanes, lanesOf } from "./lanes.ts";
import { html, Markup } from "./markup.ts";
import { style } from "./style.ts";
import {
  byReason,
  callNotes,
  callWords,
  consequencesOf,
  countsOf,
  effortOf,
  endOf,
  eventLines,
  nameOf,
  outcomeOf,
  outcomeText,
  replayText,
  ruleOf,
  staleText,
  storedText,
  timesText,
  withOutcome,
} from "./words.ts";

/**
 * Writes a report as one HTML page that needs nothing beside itself: the verdict first, then each violated
 * rule with what to paste to see it again and its calls drawn in lanes, one a partition, with time running
 * down; then what was not judged and why, and the satisfied rules with the number of histories each.
 *
 * @example
 * ```ts
 * import { renderHtml } from "@watertight/sinks/conformance";
 *
 * const page = renderHtml({
 *   subject: "rows & columns",
 *   conforms: true,
 *   seed: 1,
 *   histories: 478,
 *   elapsedMs: 120,
 *   verdicts: [],
 *   staleExemptions: [],
 *   notes: [],
 * });
 * console.assert(page.includes("<h1>rows &#38; columns conforms</h1>"));
 * ```
 */
export function renderHtml(report: Report): string {
  const { verdicts, staleExemptions, notes, warnings = [], conforms } = report;
  const violated = withOutcome(verdicts, "violated");
  const page = html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>${outcomeOf(report)}</title>
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <header class="${conforms ? "conforms" : "leaks"}">
    <h1>${outcomeOf(report)}</h1>
    <p>${countsOf(report)}</p>
    <p>${effortOf(report)}</p>
    ${endOf(report).map((sentence) => html`<p>${sentence}</p>`)}
    ${staleExemptions.map((id) => html`<p class="stale">✗ ${staleText(id)}</p>`)}
        </header>
        <main>
    ${violated.map((verdict) => violation(verdict, consequencesOf(verdict.rule, report)))}
    ${reasons("Not judged", withOutcome(verdicts, "inconclusive", "inapplicable"))}
    ${reasons("Exempt", withOutcome(verdicts, "exempt"))}
    ${warnings.length > 0 ? section("Not done", list(warnings)) : ""}
    ${notes.length > 0 ? section("Better than claimed", list(notes)) : ""}
    ${satisfied(withOutcome(verdicts, "satisfied"))}
        </main>
      </body>
    </html>
  `;
  return `${page.text.trim()}\n`;
}

function violation(verdict: Verdict, consequences: readonly string[]): Markup {
  const { rule: id, level, counterexample } = verdict;
  const { statement, intent, hint } = ruleOf(id);
  return html`
    <section class="violated ${level.toLowerCase()}" id="${id}">
    <h2><span class="level">${level}</span> ${id}</h2>
    <p class="statement">${statement}</p>
    ${counterexample ? body(counterexample) : ""}
    <dl>
    ${consequences.length > 0
      ? html`
        <dt>of the same cause</dt>
        <dd>${consequences.join(", ")}</dd>
      `
      : ""}
    <dt>why it matters</dt><dd>${intent}</dd>
    <dt>look at</dt><dd>${hint}</dd>
    </dl>
    </section>
  `;
}

function body(counterexample: Counterexample): Markup {
  const { message, trace, contents, replay } = counterexample;
  const times = timesText(counterexample);
  const events = eventLines(trace);
  return html`
    <p class="because">${message}</p>
    <pre class="replay"><code>${replayText(replay)}</code></pre>
    ${times ? html`<p>${times}</p>` : ""}
    ${drawing(lanesOf(trace), trace)}
    <dl>
    <dt>stored</dt><dd>${stored(contents, trace)}${later(contents, trace)}</dd>
    ${events.length > 0
      ? html`
        <dt>events</dt>
        <dd>${events.map((line) => html`<code class="event">${line}</code>`)}</dd>
      `
      : ""}
    </dl>
  `;
}

/** Time runs down; each call stands from its start to its end, so that calls side by side overlap. */
function drawing({ columns, runs, blocks, rows }: Lanes, trace: Trace): Markup {
  const heads = columns.map((name, column) =>
    html`<div class="lane" style="grid-area: 1 / ${column + 1} / ${rows + 2}">${name}</div>\n`
  );
  const bands = runs.map(({ row, text }) =>
    html`<div class="run" style="grid-row: ${row + 2}">${text}</div>\n`
  );
  return html`
    <div class="history" style="--lanes: ${columns.length}">
    ${heads}${bands}${blocks.map((block) => callBlock(block, trace))}</div>
  `;
}

function callBlock({ call, column, start, end }: Block, trace: Trace): Markup {
  const outcome = outcomeText(call);
  const kind = `${call.call} ${call.outcome.kind}${call.fault ? " fault" : ""}`;
  return html`
    <div class="call ${kind}" style="grid-area: ${start + 2} / ${column + 1} / ${end + 2}">
    <span>${callWords(call)}</span>
    ${outcome === undefined ? "" : html`<strong>${outcome}</strong>`}
    ${callNotes(call, trace).map((note) => html`<em>${note}</em>`)}
    </div>
  `;
}

/** How many stored values are shown. */
const shown = 40;

function chips(contents: Contents): Markup {
  if (contents.length === 0) return html`<span class="nothing">nothing</span>`;
  const more = contents.length - shown;
  return html`${contents.slice(0, shown).map(chip)}${more > 0 ? ` and ${more} more` : ""}`;
}

function chip(stored: Stored): Markup {
  const kind = typeof stored === "number" ? "" : stored.event === undefined ? " extra" : " altered";
  return html`
    <code class="chip${kind}">${storedText(stored)}</code>
  `;
}

/** What is stored at the end; what cannot be read is not nothing. */
function stored(contents: Contents, { unreadable }: Trace): Markup {
  return unreadable === undefined ? chips(contents) : html`<span class="nothing">unreadable</span>`;
}

function later(contents: Contents, trace: Trace): Markup | string {
  const { lateContents: late, lateUnreadable, unreadable } = trace;
  if (lateUnreadable !== undefined) return html`<br>a while later unreadable`;
  if (!late || unreadable === undefined && late.length === contents.length) return "";
  return html`<br>a while later ${chips(late)}`;
}

function section(title: string, content: Markup): Markup {
  return html`<section>\n<h2>${title}</h2>\n${content}</section>\n`;
}

function list(lines: readonly string[]): Markup {
  return html`<ul>${lines.map((line) => html`<li>${line}</li>\n`)}</ul>\n`;
}

function reasons(title: string, verdicts: readonly Verdict[]): Markup | string {
  if (verdicts.length === 0) return "";
  const groups = [...byReason(verdicts)].map(([reason, group]) =>
    html`<dt>${reason}</dt><dd>${
      group.map((it) =>
        html`
          <code>${nameOf(it)}</code>
        `
      )
    }</dd>\n`
  );
  return section(title, html`<dl class="reasons">${groups}</dl>\n`);
}

function satisfied(verdicts: readonly Verdict[]): Markup | string {
  if (verdicts.length === 0) return "";
  const items = verdicts.map(({ rule, histories }) =>
    html`<li><code>${rule}</code> <span class="number">${histories}</span></li>\n`
  );
  return section(
    "Satisfied, with the number of histories judged",
    html`<ul class="satisfied">${items}</ul>\n`,
  );
}
