import { count } from "../../describe.ts";
import { type Content, html, type Markup } from "../markup.ts";
import { ruleOf } from "../words.ts";
import { chips } from "./chips.ts";
import { clipped, type Detail } from "./detail.ts";
import type { CauseView, DifferenceLine, EventView, HistoryView } from "./model.ts";
import { stepper } from "./stepper.ts";

/** Where a part of a page stands, and how much it may show. */
export interface Placement {
  readonly detail: Detail;
  /** The level of its heading. */
  readonly heading: number;
  /** What the names of its elements begin with. */
  readonly id: string;
}

/** One violated rule: what is wrong, the calls to step through, what is stored, and how to see it again. */
export function causeSection(cause: CauseView, placement: Placement): Markup {
  const { verdict, consequences, shown } = cause;
  const { rule: id, level, outcome, claimed } = verdict;
  const { statement, intent, hint } = ruleOf(id);
  const { detail, heading } = placement;
  return html`
    <article class="cause ${level.toLowerCase()}" id="${placement.id}" data-rule="${id}"
      data-outcome="${outcome}" data-level="${level}">
      <h${heading}><span class="level">${level}${claimed
        ? ", claimed"
        : ""}</span> <code>${id}</code></h${heading}>
    <p class="statement">${statement}</p>
    ${shown
      ? html`<p class="because">${clipped(shown.message, detail.text)}</p>
${shown.times === undefined ? "" : html`<p class="note">${shown.times}</p>`}${
        stepper(shown, id, placement)
      }${outcomePart(shown, placement)}${replayPart(shown)}`
      : ""}<dl class="advice">
    ${consequences.length > 0
      ? html`
        <div>
          <dt>Of the same cause</dt>
          <dd>${consequences.join(", ")}</dd>
        </div>
      `
      : ""}<div><dt>Why it matters</dt><dd>${intent}</dd></div>
    <div><dt>Look at</dt><dd>${hint}</dd></div>
    </dl>
    ${shown ? tracePart(shown, detail) : ""}</article>
  `;
}

/** What was stored in the end, against what was expected, and the values of the events. */
function outcomePart(shown: HistoryView, { detail, heading }: Placement): Markup {
  const { end, later, difference } = shown;
  const part = heading + 1;
  const held = html`<h${part}>Stored in the end</h${part}>
<p class="held">${chips(end, detail)}</p>
${
    later
      ? html`
        <p class="note">a while later</p>
        <p class="held">${chips(later, detail)}</p>
      `
      : ""
  }`;
  return html`<div class="outcomes"><div class="stored">${
    difference.length > 0 ? differencePart(difference, part, detail) : held
  }</div>
${eventsPart(shown, part, detail)}</div>`;
}

/** What the lines of a difference are in the words of the page, by their marks. */
const kinds = { "-": "del", "+": "ins", " ": "span", "…": "i" } as const;

function differencePart(
  lines: readonly DifferenceLine[],
  part: number,
  detail: Detail,
): Markup {
  const shown = lines.slice(0, detail.lines);
  const more = lines.length - shown.length;
  return html`<h${part}>Expected <span class="sign">−</span> and stored <span class="sign">+</span></h${part}>
<div class="difference" tabindex="0" role="group" aria-label="Expected lines have a minus, stored ones a plus">${
    shown.map((line) => differenceLine(line, detail))
  }</div>
${more > 0 ? html`<p class="note">${count(more, "line")} more, left out here</p>` : ""}`;
}

function differenceLine({ mark, text, any }: DifferenceLine, detail: Detail): Markup {
  const kind = kinds[mark];
  return html`<${kind}><code>${mark} ${clipped(text, detail.text)}</code> ${
    any ? anyOther : ""
  }</${kind}>`;
}

/** Said of an event whose value does not matter. */
const anyOther: Markup = html`
  <span class="any">any other event does it, too</span>
`;

function eventsPart({ events, moreEvents }: HistoryView, part: number, detail: Detail): Content {
  if (events.length === 0) return "";
  const shown = events.slice(0, detail.events);
  const more = events.length - shown.length + moreEvents;
  return html`
    <div class="events">
      <h${part}>Events</h${part}>
    <dl>${shown.map((event) => eventItem(event, detail))}</dl>
    ${more > 0 ? html`<p class="note">and ${count(more, "event")} more</p>` : ""}</div>
  `;
}

function eventItem({ name, value, any }: EventView, { text }: Detail): Markup {
  return html`
    <div>
      <dt><code>${name}</code></dt>
      <dd><code>${clipped(value, text)}</code>${any ? anyOther : ""}</dd>
    </div>
  `;
}

function replayPart({ replay }: HistoryView): Markup {
  return html`
    <div
      class="replay"><span class="label">Run it again</span><pre tabindex="0"><code>${replay}</code></pre><button type="button" class="copy">Copy</button></div>
  `;
}

function tracePart({ trace, calls }: HistoryView, detail: Detail): Markup | string {
  if (detail.trace === 0) return "";
  const cut = trace.length > detail.trace;
  return html`<details class="trace"><summary>The trace as JSON: ${
    count(calls.length, "call")
  }</summary>
${
    cut
      ? html`<p class="note">The first ${detail.trace} characters; the JSON report has all.</p>`
      : ""
  }<pre tabindex="0"><code>${trace.slice(0, detail.trace)}</code></pre></details>`;
}
