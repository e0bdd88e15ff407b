import { existsSync } from "node:fs";
import process from "node:process";
import type { Clock } from "../../src/bridge/clock.ts";
import { defaultTimeLimit } from "../options.ts";
import { visible } from "../visible.ts";
import { readBaseline, unknownSubjects } from "./baseline.ts";
import { type CheckLine, checkOptionsOf, limitsOf } from "./check_line.ts";
import { interruptedResult } from "./check_module.ts";
import type { SubjectResult } from "./check_task.ts";
import { catchInterruption } from "./interruption.ts";
import type { ReportLook } from "./look.ts";
import { ProgressLine } from "./progress_line.ts";
import { type ExitCode, type Printer, ReportPrinter, worstOf } from "./report_printer.ts";
import { supervise } from "./supervise.ts";
import { superviseApart } from "./supervise_apart.ts";
import { type FoundOfSubject, joinBaselines, writeBaseline } from "./write_baseline.ts";

/**
 * Checks the modules of a command line, each in a worker of its own, and prints what comes of it.
 *
 * @throws {TypeError} when a baseline is none, the one to write included where it is there.
 */
export async function runChecks(
  line: CheckLine,
  look: ReportLook,
  clock: Clock,
  printer: Printer,
): Promise<ExitCode> {
  const baseline = line.baseline === undefined ? undefined : await readBaseline(line.baseline);
  const { writeBaseline: file } = line;
  const before = file !== undefined && existsSync(file) ? await readBaseline(file) : {};
  const { call, hook } = limitsOf(line.flags);
  const progress = new ProgressLine(
    process.stderr,
    clock,
    checkOptionsOf(line).timeLimit ?? defaultTimeLimit,
  );
  const clearing: Printer = {
    out: (text) => (progress.clear(), printer.out(text)),
    err: (text) => (progress.clear(), printer.err(text)),
  };
  const modules = line.modules.length > 0 ? line.modules : [undefined];
  const reports = new ReportPrinter(modules.length, line.reporters, look, clearing);
  const interruption = catchInterruption(
    clock,
    call + hook,
    () => clearing.err("Interrupted: what is known follows; once more ends at once."),
  );
  const waiting = modules.entries();
  const work = async () => {
    for (const [index, module] of waiting) {
      if (interruption.signal.aborted) {
        reports.add(index, interruptedResult(module ?? line.replay ?? "the module", module));
      } else {
        const check = line.permissions ? superviseApart : supervise;
        await check({ line, module, look, baseline }, clock, {
          result: (result) => reports.add(index, result),
          progress: (subject, told) => progress.show(index, subject, told),
        }, interruption.signal);
      }
      progress.done(index);
      reports.done(index);
    }
  };
  try {
    const all = Promise.all(Array.from({ length: line.jobs }, work));
    const ended = await Promise.race([
      all.then(() => true),
      interruption.atOnce.then(() => false),
    ]);
    if (!ended) return 130;
    await reports.finish(line.verbose);
    if (interruption.signal.aborted) return 130;
    if (file !== undefined) {
      await writeBaseline(file, foundOf(reports.results), joinBaselines(baseline ?? {}, before));
    }
    const unknown = isWhole(line, reports.results)
      ? unknownSubjects(baseline ?? {}, foundOf(reports.results).map(({ subject }) => subject))
      : [];
    for (const sentence of unknown) clearing.err(visible(sentence));
    return worstOf(reports.results) || (unknown.length > 0 ? 1 : 0);
  } finally {
    progress.clear();
    interruption.release();
  }
}

/** Whether every subject was checked: one that is without verdict may be a module of several. */
function isWhole(
  { subject, replay, flags }: CheckLine,
  results: readonly SubjectResult[],
): boolean {
  return subject === undefined && replay === undefined && flags.path === undefined &&
    results.every(({ kind }) => kind === "report");
}

/** What is to be written into a baseline: of what has no verdict nothing is known. */
function foundOf(results: readonly SubjectResult[]): readonly FoundOfSubject[] {
  return results.map((it) =>
    it.kind === "report" ? it : { subject: it.unchecked.subject, failing: {}, kept: [] }
  );
}
