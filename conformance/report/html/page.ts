import { html, Markup } from "../markup.ts";
import type { Content } from "../markup.ts";
import { style } from "../style.ts";
import { causeSection } from "./cause.ts";
import type { Detail } from "./detail.ts";
import { filters } from "./filters.ts";
import type { SubjectView } from "./model.ts";
import { pageStyle } from "./page_style.ts";
import { policy, script } from "./script.ts";
import { stepperStyle } from "./stepper_style.ts";
import { families, header, isGood, remarks, verdictTitle } from "./summary.ts";

/** A page of some subjects, each with its verdict first. */
export function page(subjects: readonly SubjectView[], detail: Detail): string {
  const [only, ...others] = subjects;
  const title = only && others.length === 0 ? verdictTitle(only) : titleOfAll(subjects);
  const document = html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
        <title>${title}</title>
        <style>${new Markup(style + pageStyle + stepperStyle)}</style>
      </head>
      <body>
        ${only && others.length === 0
          ? subjectSection(only, { detail, top: 1, id: "s1", filtered: true })
          : several(subjects, title, detail)}
        <template id="controls"><div class="controls"><span class="steps"><button type="button" data-go="first" aria-label="First call">⇤</button><button type="button" data-go="previous" aria-label="Previous call">←</button><button type="button" data-go="next" aria-label="Next call">→</button><button type="button" data-go="last" aria-label="Last call">⇥</button></span><span class="where" role="status"></span></div></template>
    <script>${new Markup(script)}</script>
          </body>
    </html>
  `;
  // Between two elements one line end is enough.
  return `${document.text.trim().replaceAll(/>\s*\n\s*</g, ">\n<")}\n`;
}

function titleOfAll(subjects: readonly SubjectView[]): string {
  const good = subjects.filter(isGood).length;
  if (subjects.length === 0) return "Nothing was checked";
  return good === subjects.length
    ? `All ${good} sinks conform`
    : `${good} of ${subjects.length} sinks conform`;
}

function several(subjects: readonly SubjectView[], title: string, detail: Detail): Content {
  const good = subjects.every(isGood);
  const links = subjects.map((subject, index) =>
    html`<li class="${isGood(subject) ? "good" : "bad"}"><a href="#s${index + 1}">${
      verdictTitle(subject)
    }</a></li>`
  );
  const sections = subjects.map((subject, index) =>
    subjectSection(subject, { detail, top: 2, id: `s${index + 1}`, filtered: false })
  );
  return html`
    <main>
      <header class="top ${good ? "good" : "bad"}">
        <p class="eyebrow">Watertight conformance report</p>
        <h1>${title}</h1>
        <ul class="subjects">${links}</ul>
      </header>
      ${filters(subjects)}${sections}
    </main>
  `;
}

/** How a subject is placed on its page. */
interface SubjectPlace {
  readonly detail: Detail;
  /** The level of its heading. */
  readonly top: 1 | 2;
  readonly id: string;
  /** Whether the filters belong to it, as it is alone. */
  readonly filtered: boolean;
}

function subjectSection(subject: SubjectView, { detail, top, id, filtered }: SubjectPlace): Markup {
  const { causes } = subject;
  const tag = top === 1 ? "main" : "section";
  const heading = top + 1;
  const sections = causes.map((cause, index) =>
    causeSection(cause, { detail, heading: heading + 1, id: `${id}-${index + 1}` })
  );
  const leaks = causes.length > 0 &&
    html`
      <section class="causes">
        <h${heading}>${causes.length === 1
          ? "What leaks"
          : `What leaks, in ${causes.length} ways`}</h${heading}>
      ${sections}</section>
    `;
  return html`<${tag} class="subject" id="${id}">
${header(subject, top)}
${families(subject, heading, detail, filtered ? filters([subject]) : "")}${leaks || ""}${
    remarks(subject, heading)
  }</${tag}>`;
}
