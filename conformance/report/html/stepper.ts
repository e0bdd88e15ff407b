import { count } from "../../describe.ts";
import { html, type Markup } from "../markup.ts";
import type { Placement } from "./cause.ts";
import { chips } from "./chips.ts";
import { clipped } from "./detail.ts";
import type { CallView, HistoryView } from "./model.ts";

/** The calls of a history: in lanes, and one after the other with what the storage held then. */
export function stepper(shown: HistoryView, rule: string, placement: Placement): Markup | string {
  if (shown.calls.length === 0) return "";
  const { detail, id } = placement;
  const steps = keptSteps(shown.calls, detail.calls);
  const left = shown.calls.length - steps.length;
  const opens = Math.max(0, steps.findIndex(({ call }) => call.shows));
  const at = steps.some(({ call }) => call.shows) ? opens : steps.length - 1;
  const wide = shown.columns.length > 2 ? " wide" : "";
  return html`
    <div class="stepper${wide}" role="group" aria-label="The calls that show ${rule}"
      data-at="${at}">
    <div class="controls"><span class="steps"><button type="button" data-go="first" aria-label="First call">⇤</button><button type="button" data-go="previous" aria-label="Previous call">←</button><button type="button" data-go="next" aria-label="Next call">→</button><button type="button" data-go="last" aria-label="Last call">⇥</button></span><span class="where" role="status"></span></div>
    ${lanes(shown, steps, id)}<ol class="panels">${steps.map(({ call, index }) =>
      panel(call, index, placement)
    )}</ol>
    <p class="note">${sourceText(shown)}${left > 0
      ? ` ${count(left, "call")} of ${shown.calls.length} in the middle of the history ${
        left === 1 ? "is" : "are"
      } left out here; the JSON report has all.`
      : ""}</p>
    </div>
  `;
}

/** A call with its place in its history. */
interface ShownStep {
  readonly call: CallView;
  readonly index: number;
}

/** As many as may be shown: those where it shows, then the first ones and the last ones. */
function keptSteps(calls: readonly CallView[], most: number): readonly ShownStep[] {
  const all = calls.map((call, index): ShownStep => ({ call, index }));
  if (all.length <= most) return all;
  const kept = new Set(all.filter(({ call }) => call.shows).slice(0, most));
  for (let from = 0; kept.size < most; from++) {
    kept.add(all[from]!);
    if (kept.size < most) kept.add(all[all.length - 1 - from]!);
  }
  return all.filter((step) => kept.has(step));
}

function sourceText({ source, strayed, calls }: HistoryView): string {
  if (source === "further") {
    return "What the storage held after each call comes from a further execution of the same history, " +
      `read after every call.${
        strayed ? " It ended with other contents than the execution that was judged." : ""
      }`;
  }
  const looked = calls.some(({ after }) => after);
  return looked
    ? "What the storage held is shown where it was read during the check."
    : "Nobody read the storage between the calls.";
}

/** Time runs down; each call stands from its start to its end, so that calls side by side overlap. */
function lanes({ columns, runs }: HistoryView, steps: readonly ShownStep[], id: string): Markup {
  const bands = runs.filter(({ row }) => steps.some(({ call }) => call.start > row));
  const used = [
    ...new Set([
      ...bands.map(({ row }) => row),
      ...steps.flatMap(({ call: { start, end } }) => [start, end - 1]),
    ]),
  ].sort((a, b) => a - b);
  // The first row of the grid has the names of the lanes.
  const lineOf = new Map(used.map((row, place) => [row, place + 2]));
  const heads = columns.map((name, column) =>
    html`<div class="lane" style="grid-area: 1 / ${column + 1} / ${used.length + 2}">${name}</div>`
  );
  const titles = bands.map(({ row, text }) =>
    html`<div class="run" style="grid-row: ${lineOf.get(row)!}">${text}</div>`
  );
  const blocks = steps.map(({ call, index }) => {
    const { kind, shows, overlaps, label, column, start, end, outcome } = call;
    const classes = `call ${kind}${shows ? " shows" : ""}`;
    const lines = `${lineOf.get(start)!} / ${column + 1} / ${lineOf.get(end - 1)! + 1}`;
    return html`
      <a class="${classes}" style="grid-area: ${lines}"
        href="#${id}-c${index +
          1}"><span class="whose">${columns[column]!}: </span>${label}${outcome === undefined
          ? ""
          : html`
            <b>${shortOutcome(kind)}</b>
          `}${overlaps ? html`<span class="whose"> (overlaps)</span>` : ""}</a>
    `;
  });
  return html`<div class="lanes" role="group" aria-label="Lanes; time runs down" style="--lanes: ${columns.length}">
${heads}${titles}${blocks}</div>`;
}

function shortOutcome(kind: string): string {
  return kind.includes("unsettled") ? "never settled" : "threw";
}

/** One call, how it ended, and what the storage held then. */
function panel(call: CallView, index: number, { detail, id }: Placement): Markup {
  const { words, outcome, notes, shows, before, after } = call;
  return html`<li class="panel${shows ? " shows" : ""}" id="${id}-c${index + 1}" value="${
    index + 1
  }">
<p class="words"><code>${words}</code></p>
${shows ? html`<p class="here">Here it shows</p>` : ""}${
    outcome === undefined ? "" : html`<p class="threw">${clipped(outcome, detail.text)}</p>`
  }${notes.map((note) => html`<p class="note">${clipped(note, detail.text)}</p>`)}${
    before
      ? html`
        <p class="label">Stored before</p>
        <p class="held">${chips(before, detail)}</p>
      `
      : ""
  }${
    after
      ? html`
        <p class="label">Stored then</p>
        <p class="held">${chips(after, detail)}</p>
      `
      : html`<p class="unread">Nobody looked at the storage after this call.</p>`
  }</li>`;
}
