import { count } from "../../describe.ts";
import { html, type Markup } from "../markup.ts";
import type { Placement } from "./cause.ts";
import { chips } from "./chips.ts";
import { clipped } from "./detail.ts";
import type { CallView, HistoryView } from "./model.ts";

/** The calls of a history: in lanes, and one after the other with what the storage held then. */
export function stepper(shown: HistoryView, placement: Placement): Markup | string {
  if (shown.calls.length === 0) return "";
  const { detail, id } = placement;
  const steps = keptSteps(shown.calls, detail.calls);
  const left = shown.calls.length - steps.length;
  const opens = Math.max(0, steps.findIndex(({ call }) => call.shows));
  const at = steps.some(({ call }) => call.shows) ? opens : steps.length - 1;
  const wide = shown.columns.length > 2 ? " wide" : "";
  return html`
    <div class="stepper${wide}" data-at="${at}">
    ${lanes(shown, steps, id)}<ol class="panels">${steps.map(({ call, index }) =>
      panel(call, index, placement)
    )}</ol>
    <p class="note">${sourceText(shown)}${left > 0
      ? ` ${left} of ${count(shown.calls.length, "call")} ${
        left === 1 ? "is" : "are"
      } left out here.`
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
    return `What was stored after each call comes from a further execution, read after every call.${
      strayed ? " It ended with other contents than the one that was judged." : ""
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
  const taken = columns.map((_, column) => column)
    .filter((column) => steps.some(({ call }) => call.column === column));
  const heads = taken.map((column, place) =>
    html`<div class="lane" style="grid-area: 1/${place + 1}/${
      used.length + 2
    }">${columns[column]!}</div>`
  );
  const titles = bands.map(({ row, text }) =>
    html`<div class="run" style="grid-row: ${lineOf.get(row)!}">${text}</div>`
  );
  const blocks = steps.map(({ call, index }) => {
    const { column, start, end } = call;
    const area = `${lineOf.get(start)!}/${taken.indexOf(column) + 1}/${lineOf.get(end - 1)! + 1}`;
    return block(call, area, `${id}-c${index + 1}`);
  });
  return html`<div class="lanes" style="--lanes: ${taken.length}">
${heads}${titles}${blocks}</div>`;
}

function block(
  { kind, shows, overlaps, label, outcome }: CallView,
  area: string,
  target: string,
): Markup {
  const classes = `${kind}${shows ? " shows" : ""}`.trim();
  const given = classes === "" ? "" : html`
    class="${classes}"
  `;
  const ended = kind.includes("unsettled") ? "never settled" : "threw";
  const notes = html`${
    outcome === undefined ? "" : html`
      <b>${ended}</b>
    `
  }${overlaps ? html`<span class="whose">, overlaps</span>` : ""}`;
  return html`<a${given} style="grid-area: ${area}" href="#${target}">${label}${notes}</a>`;
}

/** One call, how it ended, and what the storage held then. */
function panel(call: CallView, index: number, { detail, id }: Placement): Markup {
  const { words, outcome, notes, shows, before, after } = call;
  return html`
    <li
      id="${id}-c${index + 1}"><code>${words}</code>${shows
        ? html`<p class="here">Here it shows</p>`
        : ""}${outcome === undefined
        ? ""
        : html`<p class="threw">${clipped(outcome, detail.text)}</p>`}${notes.map((note) =>
          html`<p class="note">${clipped(note, detail.text)}</p>`
        )}${before ? html`<p class="held before">${chips(before, detail)}</p>` : ""}${after
        ? html`<p class="held">${chips(after, detail)}</p>`
        : html`<p class="unread">Nobody looked at the storage after this call.</p>`}</li>
  `;
}
