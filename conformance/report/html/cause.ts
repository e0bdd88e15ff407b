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
  const { verdict, consequences, replay, shown } = cause;
  const { rule: id, level, claimed, reason } = verdict;
  const { statement, intent, hint } = ruleOf(id);
  const { detail, heading } = placement;
  return html`
    <article id="${placement.id}" data-rule="${id}" data-level="${level}">
      <h${heading}><b>${level}${claimed ? ", claimed" : ""}</b> <code>${id}</code></h${heading}>
    <p class="statement">${statement}</p>
    ${shown
      ? html`<p class="because">${clipped(shown.message, detail.text)}</p>
${shown.times === undefined ? "" : html`<p class="note">${shown.times}</p>`}${
        stepper(shown, placement)
      }${outcomePart(shown, placement)}`
      : reason === undefined
      ? ""
      : html`<p class="because">${clipped(reason, detail.text)}</p>`}${replay === undefined
      ? ""
      : replayPart(replay, heading + 1)}<dl class="advice">
    ${consequences.length > 0
      ? html`
        <div>
          <dt>Of the same cause</dt>
          <dd>${consequences.join(", ")}</dd>
        </div>
      `
      : ""}${detail.statements
      ? html`
        <div>
          <dt>Why it matters</dt>
          <dd>${intent}</dd>
        </div>
      `
      : ""}    <div><dt>Look at</dt><dd>${hint}</dd></div>
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
${eventsPart(shown, part, detail)}</div>${
    shown.anyEvents
      ? html`<p class="note free">The values do not matter: any other ${
        shown.events.length + shown.moreEvents + shown.difference.length > 1
          ? "events do it, too"
          : "event does it, too"
      }.</p>`
      : ""
  }`;
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
  return html`<h${part}>Expected − and stored +</h${part}>
<div class="difference">${shown.map((line) => differenceLine(line, detail))}</div>
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
  if (events.length === 0 || detail.events === 0) return "";
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

function replayPart(replay: string, part: number): Markup {
  return html`
    <div
      class="replay">
      <h${part}>Run it again</h${part}><pre><code>${replay}</code></pre></div>
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
