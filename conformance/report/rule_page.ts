import { count } from "../describe.ts";
import type { Rule } from "../rule.ts";
import { rules } from "../rules/mod.ts";
import type { RenderOptions } from "./format.ts";
import { folded, labelledLines, Measure } from "./measure.ts";
import { ansiPaint, noPaint } from "./paint.ts";
import { ruleExamples } from "./rule_examples.ts";
import { timelineOf } from "./timeline.ts";
import { callWords, outcomeText, ruleOf } from "./words.ts";

/** The rules as text, family by family: what each of them says. */
export function renderRules(options: RenderOptions): string {
  const { measure, paint } = looksOf(options);
  const longest = Math.max(...rules.map(({ id }) => id.length));
  const line = ({ id, level, statement }: Rule) => {
    const head = `  ${id.padEnd(longest)}  ${level.padEnd(6)}`;
    // Where a statement would be a narrow column it stands below.
    const indent = head.length + 40 > measure.whole ? 4 : head.length + 2;
    const column = folded(statement, measure.whole - indent);
    const lines = column.map((text) => `${" ".repeat(indent)}${text}`).join("\n");
    const whole = indent === 4 ? `${head.trimEnd()}\n${lines}` : head + lines.slice(head.length);
    return whole.replace(id, () => paint.strong(id));
  };
  const families = Map.groupBy(rules, ({ id }) => id.split(".")[0]!);
  return [
    ...measure.across(`${count(rules.length, "rule")}; the name of one tells more of it`),
    ...[...families].map(([family, its]) =>
      `\n${paint.strong(family)}\n${its.map(line).join("\n")}`
    ),
  ].join("\n") + "\n";
}

/**
 * One rule as text: what it says, why, a bug that it finds with the smallest history that shows it, the fix, and what
 * a green does not say.
 *
 * @throws {Error} when there is none of that id.
 */
export function renderRule(id: string, options: RenderOptions): string {
  const { level, basis, needs, statement, intent, notVerified, hint, silent, ...rule } = ruleOf(id);
  const { by, models, message } = ruleExamples[rule.id];
  const { measure, paint } = looksOf(options);
  const field = (label: string, lines: readonly string[]) =>
    labelledLines(label, lines).replace(label, () => paint.faint(label));
  const told = (label: string, text: string) => field(label, measure.beside(text));
  return [
    ...measure.across(`${id}  ${level}, ${basisText[basis]}`, 2)
      .map((line) => line.replace(id, () => paint.strong(id))),
    ...measure.across(statement),
    "",
    told("why", intent),
    ...(needs.length > 0 ? [told("needs", needs.join(" and "))] : []),
    "",
    told("a bug", `A sink that ${by}. ${models}`),
    told("told as", message),
    field("history", historyOf(rule.id, measure)),
    "",
    told("the fix", hint),
    told("not said", notVerified),
    ...(silent === undefined ? [] : [told("silent", `Not judged of a sink when ${silent}.`)]),
  ].join("\n") + "\n";
}

/** Where a rule comes from. */
const basisText: Readonly<Record<Rule["basis"], string>> = {
  contract: "promised by the contract",
  adapter: "from how adapters behave",
  engine: "from how the engine behaves",
  prudence: "of prudence, which no source asks for",
};

function looksOf({ width, colour }: RenderOptions) {
  return { measure: new Measure(width), paint: colour ? ansiPaint : noPaint };
}

/** The smallest history of the example; more lanes than fit are a list of calls. */
function historyOf(id: Rule["id"], measure: Measure): readonly string[] {
  const { calls, given } = ruleExamples[id];
  const trace = { events: [], calls, ...given && { given } };
  const listed = () =>
    calls.flatMap((call) => {
      const outcome = outcomeText(call);
      return measure.beside(`${callWords(call)}${outcome === undefined ? "" : `: ${outcome}`}`, 2);
    });
  return timelineOf(trace, measure.besides) ?? listed();
}
