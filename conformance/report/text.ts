import type { Call, Trace } from "../../src/protocol/mod.ts";
import type { Counterexample, Replay, Report, Verdict } from "../report.ts";
import { count } from "../describe.ts";
import { visible, visibleLine } from "../visible.ts";
import {
  byReason,
  callNotes,
  callWords,
  consequencesOf,
  contentsText,
  countsOf,
  effortOf,
  endOf,
  eventLines,
  missingText,
  nameOf,
  outcomeOf,
  outcomeText,
  overlapsNext,
  replayText,
  ruleOf,
  staleText,
  timesText,
  withOutcome,
} from "./words.ts";
import { timelineOf } from "./timeline.ts";

/** How a report is written out. */
export interface TextOptions {
  /** Whether the satisfied rules are listed too, with the number of histories each; default false. */
  verbose?: boolean;
  /** Whether each rule that was not judged is listed with the reason, and not only how many; default: if verbose. */
  unjudged?: boolean;
  /** How a replay is written; default: as the options to paste into code. */
  replay?: (replay: Replay) => string;
}

/**
 * Writes a report as plain text: the verdict first, then each violated rule with what to paste to see it
 * again, then what was not judged and why.
 *
 * @example
 * ```ts
 * import { renderText } from "@watertight/sinks/conformance";
 *
 * const text = renderText({
 *   subject: "rows",
 *   conforms: true,
 *   seed: 1,
 *   histories: 478,
 *   elapsedMs: 120,
 *   verdicts: [],
 *   staleExemptions: [],
 *   notes: [],
 * });
 * console.assert(text.startsWith("rows conforms"));
 * ```
 */
export function renderText(report: Report, options: TextOptions = {}): string {
  const { verdicts, staleExemptions, notes, warnings = [] } = report;
  const { verbose = false, unjudged = verbose, replay = replayText } = options;
  return visible([
    [`${outcomeOf(report)}: ${countsOf(report)}`, effortOf(report), ...endOf(report)].join("\n"),
    ...withOutcome(verdicts, "violated").map((verdict) =>
      violationText(verdict, replay, consequencesOf(verdict.rule, report))
    ),
    ...staleExemptions.map((id) => `✗ ${staleText(id)}`),
    ...unjudgedText(verdicts, unjudged),
    ...sectionText("Exempt", withOutcome(verdicts, "exempt")),
    ...(warnings.length > 0 ? [`Not done\n  ${warnings.map(visibleLine).join("\n  ")}`] : []),
    ...(notes.length > 0 ? [`Better than claimed\n  ${notes.join("\n  ")}`] : []),
    ...(verbose ? satisfiedText(verdicts) : []),
  ].join("\n\n")) + "\n";
}

function violationText(
  verdict: Verdict,
  replay: (replay: Replay) => string,
  consequences: readonly string[],
): string {
  const { rule: id, level, claimed, counterexample } = verdict;
  const rule = ruleOf(id);
  return [
    `${level === "MUST" || claimed ? "✗" : "⚠"} ${level}${
      claimed ? ", claimed:" : ""
    } ${id}: ${rule.statement}`,
    ...(counterexample ? [bodyText(counterexample, replay)] : []),
    ...(consequences.length > 0
      ? [field("so also", wrapped(`${consequences.join(", ")}: of the same cause`))]
      : []),
    field("look at", wrapped(rule.hint)),
  ].join("\n");
}

function bodyText(counterexample: Counterexample, write: (replay: Replay) => string): string {
  const { message, trace, contents, replay } = counterexample;
  const times = timesText(counterexample);
  const events = eventLines(trace);
  const missing = missingText(trace.lateContents ?? contents, trace);
  return [
    field("replay", [write(replay), ...times ? wrapped(times) : []]),
    field("because", wrapped(message)),
    field(
      "history",
      timelineOf(trace, columnWidth) ?? trace.calls.map((call) => callLine(call, trace)),
    ),
    field("stored", [contentsText(contents, trace)]),
    ...(missing === undefined ? [] : [field("missing", [missing])]),
    ...(events.length > 0 ? [field("events", events)] : []),
  ].join("\n");
}

/** How many characters the column beside the labels has. */
const columnWidth = 88;

/** A label, and its lines in a column beside it. */
function field(label: string, lines: readonly string[]): string {
  return `  ${label.padEnd(10)}${lines.join("\n            ")}`;
}

/** One call in the words of the report: `write [e0] to p0 (worker 0)`. */
function callLine(call: Call, trace: Trace): string {
  const outcome = outcomeText(call);
  const notes = [
    ...callNotes(call, trace),
    ...overlapsNext(call) ? ["overlaps the next call"] : [],
  ];
  return visibleLine(
    `${callWords(call)}${outcome === undefined ? "" : `: ${outcome}`}${
      notes.map((note) => `, ${note}`).join("")
    }`,
  );
}

function sectionText(title: string, verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return [];
  const lines = [...byReason(verdicts)].map(([reason, group]) =>
    `  ${visibleLine(reason)}\n    ${group.map(nameOf).join("\n    ")}`
  );
  return [`${title}\n${lines.join("\n")}`];
}

function unjudgedText(verdicts: readonly Verdict[], listed: boolean): string[] {
  const unjudged = withOutcome(verdicts, "inconclusive", "inapplicable");
  if (listed || unjudged.length === 0) return sectionText("Not judged", unjudged);
  return [`Not judged: ${count(unjudged.length, "rule")}; verbose tells why`];
}

function satisfiedText(verdicts: readonly Verdict[]): string[] {
  const lines = withOutcome(verdicts, "satisfied")
    .map(({ rule, histories }) => `  ${rule} (${histories})`);
  return lines.length > 0
    ? [`Satisfied, with the number of histories judged\n${lines.join("\n")}`]
    : [];
}

/** Folds a text into the column beside its label: no line of it is one of the report. */
function wrapped(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap(folded);
}

function folded(text: string): readonly string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line.length + word.length >= columnWidth) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
