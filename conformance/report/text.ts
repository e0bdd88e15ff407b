import { count, describeValue, thrownText } from "../describe.ts";
import type { Call, Contents, Trace } from "../../src/protocol/mod.ts";
import type { Counterexample, Replay, Report, Verdict } from "../report.ts";
import type { Rule } from "../rule.ts";
import { rules } from "../rules/mod.ts";

/** How a report is written out. */
export interface TextOptions {
  /** Whether the satisfied rules are listed too, with the number of histories each; default false. */
  verbose?: boolean;
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
  const { verdicts } = report;
  const violated = verdicts.filter(({ outcome }) => outcome === "violated");
  return [
    headline(report),
    ...violated.map((verdict) => violation(verdict, options.replay ?? replayText)),
    ...report.staleExemptions.map(stale),
    ...section(
      "Not judged",
      verdicts.filter(({ outcome }) => outcome === "inconclusive" || outcome === "inapplicable"),
    ),
    ...section("Exempt", verdicts.filter(({ outcome }) => outcome === "exempt")),
    ...(report.notes.length > 0 ? [`Better than claimed\n  ${report.notes.join("\n  ")}`] : []),
    ...(options.verbose ? satisfied(verdicts) : []),
  ].join("\n\n") + "\n";
}

function headline(
  { subject, conforms, seed, histories, elapsedMs, verdicts, stopped }: Report,
): string {
  const number = (outcome: Verdict["outcome"]) =>
    verdicts.filter((it) => it.outcome === outcome).length;
  const shown = (["violated", "inconclusive", "inapplicable", "exempt"] as const)
    .map((outcome) => [outcome, number(outcome)] as const)
    .filter(([, times]) => times > 0)
    .map(([outcome, times]) => `, ${times} ${outcome}`);
  return `${subject} ${conforms ? "conforms" : "does not conform"}: ` +
    `${number("satisfied")} of ${count(verdicts.length, "rule")} satisfied${shown.join("")}\n` +
    `${count(histories, "history").replace("historys", "histories")} in ${
      elapsedMs.toFixed(0)
    } ms, seed ${seed}` +
    (stopped === undefined ? "" : `\nThe search was ended early by ${stopped}.`);
}

function violation(verdict: Verdict, replay: (replay: Replay) => string): string {
  const { rule: id, level, counterexample } = verdict;
  const rule = ruleOf(id);
  return [
    `${level === "MUST" ? "✗" : "⚠"} ${level} ${id}: ${rule.statement}`,
    ...(counterexample ? [body(counterexample, replay)] : []),
    `  look at   ${wrap(rule.hint)}`,
  ].join("\n");
}

function body(
  { message, trace, contents, replay }: Counterexample,
  write: (replay: Replay) => string,
): string {
  return [
    `  replay    ${write(replay)}`,
    `  because   ${wrap(message)}`,
    `  history   ${trace.calls.map((call) => callLine(call, trace)).join("\n            ")}`,
    `  stored    ${contentsText(contents, trace)}`,
    ...events(trace),
  ].join("\n");
}

/** The options to paste. */
export function replayText({ seed, path, rules: [rule] }: Replay): string {
  return `{ seed: ${seed}, path: ${JSON.stringify(path)}, rules: [${JSON.stringify(rule)}] }`;
}

/** One call in the words of the report: `write [e0] to worker 0`. */
function callLine(call: Call, { given }: Trace): string {
  const notes = [
    call.invalid && `with ${describeValue(call.invalid[0], 80)}, which it cannot store`,
    call.fault && `while the storage is set to ${call.fault.kind}`,
    call.afterwards === "array-reused" && "then the caller empties its array",
    call.afterwards === "event-changed" && "then the caller changes its events",
    call.call === "build" && given && Object.keys(given).join(", "),
    call.end !== null && call.end > call.start + 1 && "overlaps the next call",
  ].filter((note) => typeof note === "string");
  return `${callWords(call)}${outcomeText(call)}${notes.map((note) => `, ${note}`).join("")}`;
}

function callWords({ call, worker, workers, events, run, partition }: Call): string {
  const where = `worker ${worker}`;
  if (call === "build") {
    return `build ${where} of ${workers}${run > 0 ? ` in run ${run + 1}` : ""} → p${partition}`;
  }
  if (call === "close") return `close p${partition} (${where})`;
  return `write ${rangeText(events ?? [])} to p${partition} (${where})`;
}

function outcomeText({ outcome }: Call): string {
  if (outcome.kind === "threw") return `: threw ${thrownText(outcome.error)}`;
  return outcome.kind === "unsettled" ? ": never settled" : "";
}

/** `[e0]`, `[e0 … e99]`, `[]`. */
function rangeText(events: readonly number[]): string {
  if (events.length <= 3) return `[${events.map((event) => `e${event}`).join(" ")}]`;
  return `[e${events[0]} … e${events.at(-1)}] (${events.length} events)`;
}

function contentsText(contents: Contents, trace: Trace): string {
  const late = trace.lateContents;
  const text = storedText(contents);
  return late && late.length !== contents.length
    ? `${text}; a while later ${storedText(late)}`
    : text;
}

function storedText(contents: Contents): string {
  if (contents.length === 0) return "nothing";
  const shown = contents.slice(0, 12).map((stored) => {
    if (typeof stored === "number") return `e${stored}`;
    const value = describeValue(stored.value, 80);
    return stored.event === undefined ? value : `e${stored.event} as ${value}`;
  });
  const more = contents.length - shown.length;
  return `${shown.join(" ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function events({ events }: Trace): string[] {
  const shown = events.slice(0, 5).map((event, index) =>
    `e${index} = ${describeValue(event, 160)}`
  );
  if (events.length > shown.length) shown.push(`and ${events.length - shown.length} more`);
  return shown.length > 0 ? [`  events    ${shown.join("\n            ")}`] : [];
}

function stale(id: string): string {
  return `✗ the exemption of ${id} is stale: the sink keeps the rule, so take the exemption away`;
}

function section(title: string, verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return [];
  const byReason = Map.groupBy(
    verdicts,
    ({ outcome, reason }) => `${outcome}: ${reason ?? "no reason given"}`,
  );
  const lines = [...byReason].map(([reason, group]) =>
    `  ${reason}\n    ${
      group.map(({ rule, level }) => level === "MUST" ? rule : `${rule} (SHOULD)`).join("\n    ")
    }`
  );
  return [`${title}\n${lines.join("\n")}`];
}

function satisfied(verdicts: readonly Verdict[]): string[] {
  const lines = verdicts.filter(({ outcome }) => outcome === "satisfied")
    .map(({ rule, histories }) => `  ${rule} (${histories})`);
  return lines.length > 0
    ? [`Satisfied, with the number of histories judged\n${lines.join("\n")}`]
    : [];
}

function ruleOf(id: string): Rule {
  const rule = rules.find((it) => it.id === id);
  if (!rule) {
    throw new Error(
      `Cannot render the report as its rules must be known: ${JSON.stringify(id)} is not`,
    );
  }
  return rule;
}

/** Folds a sentence into the column beside its label. */
function wrap(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line.length + word.length > 88) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n            ");
}
