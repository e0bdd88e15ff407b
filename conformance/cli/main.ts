#!/usr/bin/env node
/**
 * Runs the suite from a shell: `main.ts [MODULE…] [--seed N] …` checks the subjects that modules export as
 * `subject` (or by default, or several as `subjects`) and prints a report of each. Ends with 0 when the sinks
 * conform, 1 when one does not, and 2 when there is no verdict on one: the subject, its fixture or the command line
 * is at fault, or too little was judged.
 *
 * @module
 */
import { realpathSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { systemClock } from "../../src/bridge/clock.ts";
import { randomSeed } from "../options.ts";
import {
  type CommandResult,
  errorResult,
  type FormatName,
  readCommandLine,
  usage,
  worstOf,
} from "./command.ts";
import { supervise } from "./supervise.ts";

/**
 * Runs the command line. Each module is checked in a worker, so that code that never yields, which nothing within
 * its own thread can interrupt, is ended and reported too.
 *
 * @returns the exit code.
 */
export async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  const results: CommandResult[] = [];
  let format: FormatName = "text";
  const print = (result: CommandResult, isReport: boolean) => {
    results.push(result);
    // Standard output holds what other tools read, and nothing else.
    const isOutput = result.code !== 2 && (isReport || format === "text");
    (isOutput ? console.log : console.error)(result.text);
  };
  try {
    // Seeded here, so that a check that is ended can be repeated too; a path belongs to a seed of its own.
    const seeded = args.some((it) => /^--(seed|replay|path)\b/.test(it))
      ? args
      : [...args, `--seed=${randomSeed()}`];
    const line = readCommandLine(seeded);
    format = line.format;
    if (line.values.help) print({ code: 0, text: usage }, true);
    else {
      for (const module of line.modules.keys()) {
        await supervise(seeded, line, module, systemClock, print);
      }
    }
  } catch (error) {
    print(errorResult(error), false);
  }
  return worstOf(results);
}

/** Whether this module is the program: Node tells it only from 24.2 on, and runs it by a link. */
const isProgram = import.meta.main ??
  (process.argv[1] !== undefined &&
    pathToFileURL(realpathSync(process.argv[1])).href === import.meta.url);

// Not by exitCode: a worker that never yields would keep the process.
if (isProgram) process.exit(await main(process.argv.slice(2)));
