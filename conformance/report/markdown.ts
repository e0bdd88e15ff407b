import type { Report, Verdict } from "../report.ts";
import { count } from "../describe.ts";
import { visible, visibleLine } from "../visible.ts";
import { isFailure, otherFailuresOf, plainViolation } from "./failures.ts";
import type { Format, RenderOptions } from "./format.ts";
import {
  byReason,
  countsOf,
  effortOf,
  endOf,
  nameOf,
  replayOf,
  replayText,
  ruleOf,
  withOutcome,
} from "./words.ts";

/**
 * Markdown as GitHub shows it, for the summary of a job: the verdict, a table of the rules that are violated, and for
 * each of them what the text report shows, to be opened. What is not the kit's own stands in code, where it is no
 * Markdown, mentions nobody and leads nowhere.
 */
export const markdownFormat: Format = {
  report(report, options) {
    const { subject, conforms, verdicts, notes, warnings = [] } = report;
    const found = withOutcome(verdicts, "violated", "implied");
    return [
      `## ${conforms ? "✅" : "❌"} ${code(subject)} ${conforms ? "conforms" : "does not conform"}`,
      [countsOf(report), effortOf(report), ...endOf(report)].map(plainMarkdown).join("<br>\n"),
      ...(found.length > 0 ? [tableOf(found)] : []),
      ...listed("What concerns no rule", otherFailuresOf(report)),
      ...withOutcome(verdicts, "violated").map((verdict) => causeDetails(verdict, report, options)),
      ...listed("Not done", warnings),
      ...listed("Better than claimed", notes),
      ...reasonsOf("Exempt", withOutcome(verdicts, "exempt")),
      ...reasonsOf("Not judged", withOutcome(verdicts, "inconclusive", "inapplicable")),
      ...satisfiedOf(report),
    ].join("\n\n") + "\n";
  },
  unchecked: ({ subject, message }) =>
    `## ⚠️ ${code(subject)} has no verdict\n\n${fenced(message)}\n`,
  whole: (parts) => parts.join("\n"),
};

function tableOf(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((verdict) => {
    const { rule, level, claimed, outcome, cause, counterexample, reason } = verdict;
    const sign = outcome === "implied" ? "↳" : isFailure(verdict) ? "❌" : "⚠️";
    const why = outcome === "implied"
      ? `a consequence of \`${cause}\``
      : code(counterexample?.message ?? reason ?? "violated");
    return `| ${sign} | \`${rule}\` | ${level}${claimed ? ", claimed" : ""} | ${why} |`;
  });
  return ["| | rule | level | what is wrong |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function causeDetails(
  verdict: Verdict,
  report: Report,
  options: RenderOptions,
): string {
  const { rule } = verdict;
  const { replay = replayText } = options;
  const again = replayOf(verdict);
  return openable(
    `<code>${rule}</code> ${plainMarkdown(ruleOf(rule).statement)}`,
    [
      fenced(plainViolation(verdict, report, options)),
      ...(again ? ["To run this history again:", fenced(visibleLine(replay(again)))] : []),
    ],
  );
}

function reasonsOf(title: string, verdicts: readonly Verdict[]): readonly string[] {
  if (verdicts.length === 0) return [];
  const groups = [...byReason(verdicts)].map(([reason, group]) =>
    `- ${code(reason)}: ${group.map((verdict) => code(nameOf(verdict))).join(", ")}`
  );
  return [openable(`${title}: ${count(verdicts.length, "rule")}`, [groups.join("\n")])];
}

function satisfiedOf({ verdicts, situations = {} }: Report): readonly string[] {
  const satisfied = withOutcome(verdicts, "satisfied");
  if (satisfied.length === 0) return [];
  const met = Object.entries(situations);
  return [openable(`Satisfied: ${count(satisfied.length, "rule")}`, [
    `With the number of histories judged: ${
      satisfied.map(({ rule, histories }) => `\`${rule}\` (${histories})`).join(", ")
    }`,
    ...(met.length > 0
      ? [
        `Met, with the number of histories: ${
          met.map(([situation, times]) => `${code(situation)} (${times})`).join(", ")
        }`,
      ]
      : []),
  ])];
}

function listed(title: string, sentences: readonly string[]): readonly string[] {
  if (sentences.length === 0) return [];
  return [`**${title}**`, sentences.map((sentence) => `- ${code(sentence)}`).join("\n")];
}

/** What can be opened; blank lines around what it holds, or it would not be read as Markdown. */
function openable(summary: string, blocks: readonly string[]): string {
  return `<details>\n<summary>${summary}</summary>\n\n${blocks.join("\n\n")}\n\n</details>`;
}

/** Lines as they are, in a fence that is longer than any in them. */
function fenced(text: string): string {
  const shown = visible(text);
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${shown}\n${fence}`;
}

/** A text on one line, as code. */
function code(text: string): string {
  return `<code>${plainMarkdown(text)}</code>`;
}

/** What Markdown, HTML or GitHub would take for more than a character; colon and dot are those of an address. */
const meaning = /[&<>"'\\`*_[\]|~@$#]|:(?=\S)|(?<=www)\./gi;

/** A character written as its number is never syntax. */
function plainMarkdown(text: string): string {
  return visibleLine(text).replaceAll(meaning, (it) => `&#${it.charCodeAt(0)};`);
}
