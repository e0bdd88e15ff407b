import { html, type Markup } from "../markup.ts";
import type { SubjectView } from "./model.ts";
import { familyOf } from "./summary.ts";

/** What narrows the page down to some rules; a page without a script has none. */
export function filters(subjects: readonly SubjectView[]): Markup | string {
  const verdicts = subjects.flatMap(({ report }) => report?.verdicts ?? []);
  if (verdicts.length === 0) return "";
  const outcomes = [...new Set(verdicts.map(({ outcome }) => outcome))];
  const levels = [...new Set(verdicts.map(({ level }) => level))];
  const names = [...new Set(verdicts.map(({ rule }) => familyOf(rule)))];
  return html`<form class="filters" role="search" aria-label="Rules">
<label><span>Find</span><input type="search" name="text" autocomplete="off" placeholder="a rule, a word"></label>
${choice("outcome", "Outcome", outcomes)}${choice("level", "Level", levels)}${
    choice("family", "Family", names)
  }<p role="status" class="found"></p>
</form>`;
}

function choice(name: string, label: string, values: readonly string[]): Markup {
  return html`<label><span>${label}</span><select name="${name}"><option value="">any</option>${
    values.map((value) => html`<option>${value}</option>`)
  }</select></label>`;
}
