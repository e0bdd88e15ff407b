import { html, type Markup } from "../markup.ts";
import { clipped, type Detail } from "./detail.ts";
import type { Chip, HeldView, Mark } from "./model.ts";

/** What a storage holds as a row of marked pieces. What cannot be read is not nothing. */
export function chips(held: HeldView, detail: Detail): Markup {
  if ("unreadable" in held) {
    return html`<span class="nothing">unreadable</span>: ${clipped(held.unreadable, detail.text)}`;
  }
  const shown = kept(held.chips, detail.stored);
  const more = held.chips.length - shown.length;
  const nothing = held.chips.every(({ mark }) => isAbsent(mark));
  return html`${
    nothing
      ? html`
        <span class="nothing">nothing</span>
      `
      : ""
  }${shown.map((it) => marked(it, detail.text))}${
    more > 0 ? html`<span class="note">and ${more} more, left out here</span>` : ""
  }`;
}

/** What is not there, but might be. */
function isAbsent(mark: Mark): boolean {
  return mark === "lost" || mark === "unstored";
}

/** As many as may be shown, those with which something is wrong rather than others. */
function kept(all: readonly Chip[], most: number): readonly Chip[] {
  if (all.length <= most) return all;
  const isTelling = ({ mark }: Chip) => mark !== "" && mark !== "new" && mark !== "unstored";
  const telling = new Set(all.filter(isTelling).slice(0, most));
  let room = most - telling.size;
  return all.filter((it) => telling.has(it) || !isTelling(it) && room-- > 0);
}

/** What is said of each mark; one that speaks for itself says nothing. */
const words: Readonly<Record<Mark, string>> = {
  "": "",
  new: "",
  again: "again",
  extra: "extra",
  altered: "altered",
  moved: "out of order",
  lost: "lost",
  unstored: "not stored",
};

function marked({ mark, text, written }: Chip, limit: number): Markup {
  const value = html`<code>${clipped(text, limit)}</code>`;
  const said = words[mark] === "" ? "" : html`
    <small>${words[mark]}</small>
  `;
  const other = written === undefined
    ? ""
    : html`<span class="written"><small>written as</small> <code>${
      clipped(written, limit)
    }</code></span>`;
  const kind = mark === "" ? "chip" : `chip ${mark}`;
  return html`
    <span class="${kind}">${mark === "lost"
      ? html`<del>${value}</del>`
      : value}${said}${other}</span>
  `;
}
