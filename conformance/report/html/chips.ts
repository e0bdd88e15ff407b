import { html, type Markup } from "../markup.ts";
import { clipped, type Detail } from "./detail.ts";
import { keptChips } from "./held.ts";
import type { Chip, HeldView, Mark } from "./model.ts";

/** What a storage holds as a row of marked pieces. What cannot be read is not nothing. */
export function chips(held: HeldView, detail: Detail): Markup {
  if ("unreadable" in held) {
    return html`<i>unreadable</i>: ${clipped(held.unreadable, detail.text)}`;
  }
  const shown = keptChips(held.chips, detail.stored);
  const more = held.chips.length - shown.length + held.more;
  return html`${
    held.isEmpty
      ? html`
        <i>nothing</i>
      `
      : ""
  }${shown.map((it) => marked(it, detail.text))}${
    more > 0 ? html`<span class="note">and ${more} more</span>` : ""
  }`;
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
  const value = clipped(text, limit);
  if (mark === "") {
    return html`
      <code>${value}</code>
    `;
  }
  const said = words[mark] === "" ? "" : html`
    <small>${words[mark]}</small>
  `;
  const other = written === undefined
    ? ""
    : html`<span><small>written as</small> ${clipped(written, limit)}</span>`;
  return html`
    <code class="${mark}">${mark === "lost"
      ? html`<del>${value}</del>`
      : value}${said}${other}</code>
  `;
}
