import { version } from "../../version.ts";
import { count } from "../../describe.ts";
import type { Report, Verdict } from "../../report.ts";
import { type Content, html, type Markup } from "../markup.ts";
import { countsOf, endOf, outcomeOf, ruleOf, staleText, withOutcome } from "../words.ts";
import type { Detail } from "./detail.ts";
import type { SubjectView } from "./model.ts";

/** Whether there is nothing to mend. */
export function isGood({ report }: SubjectView): boolean {
  return report?.conforms === true;
}

/** The verdict in a sentence. */
export function verdictTitle({ name, report }: SubjectView): string {
  return report ? outcomeOf(report) : `${name} was not checked`;
}

/** The verdict, and what it rests on. */
export function header(subject: SubjectView, level: number): Markup {
  const { report, unchecked, setting } = subject;
  const kind = isGood(subject) ? "good" : report ? "bad" : "none";
  const title = verdictTitle(subject);
  return html`<header class="verdict ${kind}">
${level === 1 ? html`<p class="eyebrow">Watertight conformance report</p>` : ""}<h${level}${
    title.length > 60
      ? html`
        class="long"
      `
      : ""
  }>${title}</h${level}>
${unchecked === undefined ? "" : html`<p class="why">${unchecked}</p>`}${
    report ? basis(report, setting) : ""
  }</header>`;
}

function basis(report: Report, { date, module }: SubjectView["setting"]): Markup {
  const { histories, elapsedMs, seed, staleExemptions } = report;
  const facts: readonly (readonly [string, string | number | undefined])[] = [
    ["histories", histories],
    ["duration", durationText(elapsedMs)],
    ["seed", seed],
    ["version", version],
    ["date", date?.replace("T", " ").replace("Z", " UTC")],
    ["module", module],
  ];
  return html`<p class="counts">${report.conforms ? provedText(report) : countsOf(report)}</p>
<dl class="facts">${
    facts.filter(([, value]) => value !== undefined)
      .map(([name, value]) =>
        html`
          <div>
            <dt>${name}</dt>
            <dd>${value!}</dd>
          </div>
        `
      )
  }</dl>
${endOf(report).map((sentence) => html`<p>${sentence}</p>`)}${
    staleExemptions.map((id) => html`<p class="stale">${staleText(id)}</p>`)
  }`;
}

/** What held; what was not judged is no headline. */
function provedText({ verdicts, histories }: Report): string {
  const { length } = withOutcome(verdicts, "satisfied");
  return `${count(length, "rule")} of ${verdicts.length} held in ${historiesText(histories)}`;
}

function historiesText(number: number): string {
  return number === 1 ? "1 history" : `${number} histories`;
}

/** `120 ms`, `5.6 s`, `2 min 5 s`. */
function durationText(ms: number): string {
  if (ms < 1000) return `${ms.toFixed(0)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The rules by family, each family with a bar of what became of its rules; and what narrows them down. */
export function families(
  { report }: SubjectView,
  level: number,
  detail: Detail,
  filters: Content = "",
): Markup | string {
  if (!report || report.verdicts.length === 0) return "";
  const groups = Map.groupBy(report.verdicts, ({ rule }) => familyOf(rule));
  const title = report.conforms ? "What was proved" : "Rules by family";
  const note = report.conforms
    ? html`<p class="note">Each rule that is satisfied held in every history it was judged on.</p>`
    : "";
  return html`
    <section class="families">
      <h${level}>${title}</h${level}>
    ${note}${filters}<div class="bars">${[...groups].map(([name, verdicts]) =>
      family(name, verdicts, detail)
    )}</div></section>
  `;
}

/** `write` of `write.stored`. */
export function familyOf(rule: string): string {
  return rule.split(".")[0]!;
}

function family(name: string, verdicts: readonly Verdict[], { statements }: Detail): Markup {
  const number = (...outcomes: readonly Verdict["outcome"][]) =>
    verdicts.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const satisfied = number("satisfied");
  const violated = number("violated", "implied");
  const most = Math.max(0, ...withOutcome(verdicts, "satisfied").map((it) => it.histories));
  const exempt = number("exempt");
  const unjudged = number("inconclusive", "inapplicable");
  const parts = [["good", satisfied], ["bad", violated], ["none", unjudged + exempt]] as const;
  const bar = parts.filter(([, share]) => share > 0)
    .map(([kind, share]) => html`<i class="${kind}" style="flex-grow: ${share}"></i>`);
  const counts = [
    `${satisfied} of ${verdicts.length} satisfied`,
    ...(violated === 0 && satisfied > 0 ? [`in up to ${historiesText(most)}`] : []),
    ...(violated > 0 ? [`${violated} violated`] : []),
    ...(unjudged > 0 ? [`${unjudged} not judged`] : []),
    ...(exempt > 0 ? [`${exempt} exempt`] : []),
  ];
  return html`
    <details class="family">
      <summary><b>${name}</b><span class="bar" aria-hidden="true">${bar}</span><span class="shares">${counts
        .join(", ")}</span></summary>
      <ul>${verdicts.map((verdict) => ruleRow(verdict, statements))}</ul>
    </details>
  `;
}

function ruleRow(verdict: Verdict, statements: boolean): Markup {
  const { rule, level, outcome } = verdict;
  return html`
    <li data-rule="${rule}" data-outcome="${outcome}"
      ${level === "MUST" ? "" : html`
        data-level="${level}"
      `}><code>${rule}</code>${level === "SHOULD"
        ? html`
          <span class="optional">SHOULD</span>
        `
        : ""} <span class="outcome">${outcomeWords(verdict)}</span>${statements
        ? html`<p>${ruleOf(rule).statement}</p>`
        : ""}</li>
  `;
}

function outcomeWords({ outcome, histories, reason, cause }: Verdict): string {
  if (outcome === "satisfied") {
    return `held in ${historiesText(histories)}`;
  }
  if (outcome === "violated") return "violated";
  if (outcome === "implied") return `violated, as a consequence of ${cause ?? "another rule"}`;
  return `${outcome}: ${reason ?? "no reason given"}`;
}

/** A title, whether there is anything under it, and what. */
type Remark = readonly [title: string, isGiven: boolean, content: Content];

/** What there is to know beside the verdicts. */
export function remarks({ report }: SubjectView, level: number): readonly Markup[] {
  if (!report) return [];
  const { situations, never = [], warnings = [], notes, conforms } = report;
  const met = Object.entries(situations ?? {});
  const items = (lines: readonly string[]): Content =>
    html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  const situationsMet: Remark = [
    "Situations met",
    met.length > 0,
    html`<dl class="situations">${
      met.map(([name, times]) =>
        html`
          <div>
            <dt>${name}</dt>
            <dd>${times}</dd>
          </div>
        `
      )
    }</dl>`,
  ];
  const others: readonly Remark[] = [
    ["Never met, though the subject says it must be", never.length > 0, items(never)],
    ["Not done", warnings.length > 0, items(warnings)],
    ["Better than claimed", notes.length > 0, items(notes)],
  ];
  const sections = conforms ? [situationsMet, ...others] : [...others, situationsMet];
  return sections.filter(([, given]) => given).map(([title, , content]) =>
    html`
      <section class="remarks">
        <h${level}>${title}</h${level}>${content}</section>
    `
  );
}
