#!/usr/bin/env node
/**
 * Runs the suite from a shell: `main.ts [MODULE] [--seed N] …` checks the subject that a module exports as
 * `subject` (or by default) and prints the report. Ends with 0 when the sink conforms, 1 when it does not,
 * and 2 when there is no verdict: the subject, its fixture or the command line is at fault, or too little was judged.
 *
 * @module
 */
import { realpathSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { launchThread } from "../../src/bridge/launch_thread.ts";
import { describeThrown, thrownText } from "../describe.ts";
import { callLimitOf, type CommandResult } from "./command.ts";
import { randomSeed } from "../options.ts";
import { type WorkerMessage, workerModule } from "./worker.ts";

/** So many times the call limit without a sign of life, and a call is taken for an endless loop. */
const patience = 5;

/**
 * Runs the command line. The check runs in a worker, so that a sink that never yields, which nothing within
 * its own thread can interrupt, is ended and reported too.
 *
 * @returns the exit code.
 */
export async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  const worker = launchThread(workerModule, "conform");
  try {
    // Seeded here, so that a check that is ended can be repeated too; a path belongs to a seed of its own.
    const seeded = args.some((it) => /^--(seed|replay|path)\b/.test(it))
      ? args
      : [...args, `--seed=${randomSeed()}`];
    const { code, text } = await resultOf(worker, seeded);
    (code === 2 ? console.error : console.log)(text);
    return code;
  } finally {
    await worker.terminate();
  }
}

function resultOf(
  worker: ReturnType<typeof launchThread>,
  args: readonly string[],
): Promise<CommandResult> {
  const limit = patience * callLimitOf(args);
  const { promise, resolve } = Promise.withResolvers<CommandResult>();
  let path: string | undefined;
  const expire = () => resolve(endless(path, limit, args));
  let timer: ReturnType<typeof setTimeout> | undefined;
  worker.on("message", (message: WorkerMessage) => {
    clearTimeout(timer);
    if (message.kind === "ended") return resolve(message.outcome);
    if (message.kind === "history") path = message.path;
    // Before the first history a module may load for long: that is not the sink's doing.
    if (path !== undefined) timer = setTimeout(expire, limit);
  });
  worker.on("error", (error) => {
    const text = thrownText(describeThrown(error));
    resolve({ code: 2, text: `Cannot check as the check itself must not fail: ${text}` });
  });
  worker.on("exit", (code) => {
    const text = `Cannot check as its thread must not be ended: it was, with exit code ${code}`;
    resolve({ code: 2, text });
  });
  worker.postMessage(args);
  return promise.finally(() => clearTimeout(timer));
}

function endless(path: string | undefined, limit: number, args: readonly string[]): CommandResult {
  return {
    code: 1,
    text:
      `The sink does not conform: a call has not yielded for ${limit} ms, so the check was ended.\n\n` +
      `✗ MUST calls.settle: Every call returns or settles within the call limit.\n` +
      `  history   the last of: conform ${args.join(" ")}; its path is ${path}\n` +
      `  look at   an endless loop, or work without an await that takes as long\n`,
  };
}

/** Whether this module is the program: Node tells it only from 24.2 on, and runs it by a link. */
const isProgram = import.meta.main ??
  (process.argv[1] !== undefined &&
    pathToFileURL(realpathSync(process.argv[1])).href === import.meta.url);

// Not by exitCode: a worker that never yields would keep the process.
if (isProgram) process.exit(await main(process.argv.slice(2)));
