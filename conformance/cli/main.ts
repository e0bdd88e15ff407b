#!/usr/bin/env node
/**
 * Runs the suite from a shell: `main.ts [check] MODULE…` checks the subjects that modules export as `subject` (or by
 * default, or several as `subjects`) and prints a report of each; `main.ts --help` lists the other commands. Ends
 * with 0 when the sinks conform, 1 when one does not, and 2 when there is no verdict on one: the subject, its
 * fixture or the command line is at fault, or too little was judged. An interrupted check ends with 130.
 *
 * @module
 */
import { existsSync, realpathSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { systemClock } from "../../src/bridge/clock.ts";
import { randomSeed } from "../options.ts";
import { type ReportDocument, reportDocument } from "../report/json_schema.ts";
import { renderRule, renderRules } from "../report/rule_page.ts";
import type { RuleId } from "../rule_id.ts";
import { badgeOf } from "./badge.ts";
import type { CheckLine } from "./check_line.ts";
import { errorText } from "./check_module.ts";
import { type CommandLine, readCommandLine } from "./command_line.ts";
import { init } from "./init.ts";
import { commandOf, invocationOf } from "./invocation.ts";
import { compareReports } from "./compare.ts";
import { judgeTraces } from "./judge_traces.ts";
import { renderOptions, type ReportLook } from "./look.ts";
import { readForm } from "./read_form.ts";
import { type ExitCode, type Printer, writeOut } from "./report_printer.ts";
import { runChecks } from "./run_checks.ts";
import { textLook } from "./terminal.ts";

export type { ExitCode };

/**
 * Runs the command line. Each module is checked in a worker, so that code that never yields, which nothing within
 * its own thread can interrupt, is ended and reported too.
 *
 * @returns the exit code.
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const printer: Printer = {
    out: (text) => console.log(text),
    err: (text) => console.error(text),
  };
  try {
    return await perform(readCommandLine(args), printer);
  } catch (error) {
    printer.err(errorText(error));
    return 2;
  }
}

async function perform(line: CommandLine, printer: Printer): Promise<ExitCode> {
  switch (line.command) {
    case "help":
      printer.out(line.text.trimEnd());
      return 0;
    case "check":
      return await runChecks(seeded(line.line), lookHere(), systemClock, printer);
    case "judge":
      return await judgeTraces(line.line, lookHere(), systemClock, printer);
    case "init":
      printer.out((await init(line.name, process.cwd())).join("\n"));
      return 0;
    case "rules":
      printer.out(rulesText(line.id, lookHere()).trimEnd());
      return 0;
    case "badge": {
      const badge = await badgeOf(await readReport(line.file));
      if (line.out === undefined) printer.out(badge);
      else await writeOut(line.out, `${badge}\n`);
      return 0;
    }
    case "compare": {
      const { lines, worse } = compareReports(
        await readReport(line.before),
        await readReport(line.after),
      );
      printer.out(lines.join("\n"));
      return worse ? 1 : 0;
    }
  }
}

/** Where and when this process runs. */
function lookHere(): ReportLook {
  return {
    command: commandOf(invocationOf(import.meta.url)),
    date: new Date().toISOString().replace(/\.\d+/, ""),
    ...textLook(process.stdout, process.env),
    progress: process.stderr.isTTY === true,
    ...rulesPageOf(import.meta.url),
  };
}

/** The list of the rules, or the page of one. */
function rulesText(id: RuleId | undefined, look: ReportLook): string {
  const options = renderOptions({ format: "text" }, false, look);
  return id === undefined ? renderRules(options) : renderRule(id, options);
}

function readReport(file: string): Promise<ReportDocument> {
  return readForm(file, reportDocument, "a report that --reporter json wrote");
}

/** The page of the rules: a checkout has it beside the program, and a package does not. */
function rulesPageOf(main: string): { readonly rulesPage?: string } {
  const page = new URL("../RULES.md", main);
  return page.protocol === "file:" && existsSync(page) ? { rulesPage: page.href } : {};
}

/** Seeded here, so that a check that is ended can be repeated too; a path belongs to a seed of its own. */
function seeded(line: CheckLine): CheckLine {
  const { flags, replay } = line;
  if (flags.seed !== undefined || flags.path !== undefined || replay !== undefined) return line;
  return { ...line, flags: { ...flags, seed: String(randomSeed()) } };
}

/** Whether this module is the program: Node tells it only from 24.2 on, and runs it by a link. */
const isProgram = import.meta.main ??
  (process.argv[1] !== undefined &&
    pathToFileURL(realpathSync(process.argv[1])).href === import.meta.url);

// Not by exitCode: a worker that never yields would keep the process.
if (isProgram) process.exit(await main(process.argv.slice(2)));
