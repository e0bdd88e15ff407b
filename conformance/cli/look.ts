import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { RenderOptions } from "../report/format.ts";
import { formats } from "../report/formats.ts";
import type { Replay, Report } from "../report.ts";
import { type CheckLine, numberFlags } from "./check_line.ts";
import type { SubjectResult } from "./check_task.ts";
import type { Reporter } from "./reporters.ts";

/** What a command knows of where and when it runs. Plain data. */
export interface ReportLook {
  /** What starts the command line, as it is to be pasted: `deno task conform`. */
  readonly command: string;
  /** When it was started, as in `2026-11-30T12:00:00Z`. */
  readonly date: string;
  /** The columns of standard output. */
  readonly width: number;
  /** Whether standard output has colours. */
  readonly colour: boolean;
  /** Whether standard error is a terminal, on which a line says how far a check is. */
  readonly progress: boolean;
  /** The URL of the page of the rules, where it is at hand. */
  readonly rulesPage?: string;
}

/** Where a report comes from. */
export interface ReportOrigin {
  /** The path of the module. */
  readonly module?: string;
  /** The line of its subject. */
  readonly line?: number;
  /** How a history is run again. */
  readonly replay: (replay: Replay) => string;
}

/** The report on a subject as each of the reporters writes it. */
export function reportParts(
  report: Report,
  { reporters, verbose }: { readonly reporters: readonly Reporter[]; readonly verbose: boolean },
  look: ReportLook,
  origin: ReportOrigin,
): readonly string[] {
  return reporters.map((reporter) =>
    formats[reporter.format].report(report, {
      ...renderOptions(reporter, verbose, look),
      ...origin,
    })
  );
}

/** A subject without verdict as a reporter writes it. */
export function uncheckedPart(
  { unchecked, module }: Extract<SubjectResult, { kind: "unchecked" }>,
  reporter: Reporter,
  look: ReportLook,
): string {
  return formats[reporter.format].unchecked(unchecked, {
    ...renderOptions(reporter, false, look),
    ...(module !== undefined && { module }),
  });
}

/** Widths and colours are those of the terminal, which no file is. */
export function renderOptions(
  { out }: Reporter,
  verbose: boolean,
  look: ReportLook,
): RenderOptions {
  const { date, width, colour, rulesPage } = look;
  return {
    verbose,
    date,
    ...(rulesPage !== undefined && { rulesPage }),
    ...(out === undefined && { width, colour }),
  };
}

/** The command that runs a history again. */
export function replayCommand(
  { command }: ReportLook,
  line: CheckLine,
  module: string | undefined,
  subject: string | undefined,
): (replay: Replay) => string {
  const ofSubject = subject === undefined ? [] : [`--subject=${subject}`];
  const limits = Object.entries(numberFlags).flatMap(([flag, option]) => {
    const value = line.flags[option];
    return option === "seed" || value === undefined ? [] : [`--${flag}=${value}`];
  });
  const strict = line.flags.strict ? ["--strict"] : [];
  const permissions = line.permissions ? [`--permissions=${line.permissions.join(",")}`] : [];
  return ({ seed, path, rules }) => {
    const history = line.replay === undefined
      ? [module ?? "", `--seed=${seed}`, `--path=${path}`, ...rules.map((rule) => `--rule=${rule}`)]
      : ["replay", line.replay, ...line.modules];
    const words = [...history, ...ofSubject, ...limits, ...strict, ...permissions];
    return `${command} ${words.map(shellWord).join(" ")}`;
  };
}

/** A word as a shell takes it for one. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The path of a file from here. */
export function pathFromHere(file: URL): string {
  const path = fileURLToPath(file);
  const near = relative(".", path);
  return near.startsWith("..") ? path : near;
}
