import type { Report, Verdict } from "../report.ts";
import { visible, visibleLine } from "../visible.ts";
import { isFailure, otherFailuresOf } from "./failures.ts";
import type { Format, RenderOptions } from "./format.ts";
import {
  consequencesOf,
  countsOf,
  effortOf,
  endOf,
  nameOf,
  outcomeOf,
  replayOf,
  replayText,
  ruleOf,
  timesText,
  withOutcome,
} from "./words.ts";

/**
 * Commands for the log of GitHub Actions, which become annotations of the line on which the subject stands: an error
 * for what fails the check, a warning for what only warns, a notice for a sink that conforms.
 */
export const githubFormat: Format = {
  report(report, options) {
    const at = (level: Level, title: string, message: string) =>
      command(level, `${report.subject}: ${title}`, message, options);
    const violated = withOutcome(report.verdicts, "violated");
    return [
      ...violated.map((verdict) =>
        at(
          isFailure(verdict) ? "error" : "warning",
          `${nameOf(verdict)} is violated`,
          violationMessage(verdict, report, options),
        )
      ),
      ...otherFailuresOf(report).map((sentence) => at("error", "does not conform", sentence)),
      ...(report.warnings ?? []).map((sentence) => at("warning", "not done", sentence)),
      ...(report.conforms ? [at("notice", "conforms", summaryOf(report))] : []),
    ].join("");
  },
  unchecked: ({ subject, message }, options) =>
    command("error", `${subject}: no verdict`, message, options),
  whole: (parts) => parts.join(""),
};

type Level = "error" | "warning" | "notice";

function command(
  level: Level,
  title: string,
  message: string,
  { module, line }: RenderOptions,
): string {
  const properties = [
    ...(module === undefined ? [] : [["file", module] as const]),
    ...(module === undefined || line === undefined ? [] : [["line", String(line)] as const]),
    ["title", title] as const,
  ].map(([name, value]) => `${name}=${commandProperty(visibleLine(value))}`);
  return `::${level} ${properties.join(",")}::${commandData(visible(message))}\n`;
}

/** The runner takes lines for commands, and has these escapes for what ends one. */
function commandData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function commandProperty(text: string): string {
  return commandData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function violationMessage(
  verdict: Verdict,
  report: Report,
  { replay = replayText }: RenderOptions,
): string {
  const { statement, hint } = ruleOf(verdict.rule);
  const { counterexample, reason } = verdict;
  const again = replayOf(verdict);
  const consequences = consequencesOf(verdict.rule, report);
  return [
    statement,
    ...(reason === undefined ? [] : [reason]),
    ...(counterexample ? [counterexample.message, timesText(counterexample)] : []),
    consequences.length > 0 ? `So also: ${consequences.join(", ")}` : undefined,
    again && `Replay: ${visibleLine(replay(again))}`,
    hint,
  ].filter((line) => line !== undefined).join("\n");
}

function summaryOf(report: Report): string {
  return [`${outcomeOf(report)}: ${countsOf(report)}`, effortOf(report), ...endOf(report)]
    .join("\n");
}
