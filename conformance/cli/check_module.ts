import { posix } from "node:path";
import { pathToFileURL } from "node:url";
import { checkConformance } from "../search/check.ts";
import { describeThrown, describeValue, thrownText } from "../describe.ts";
import type { Progress } from "../options.ts";
import { saveRegressions } from "../regressions/regression_files.ts";
import type { Report } from "../report.ts";
import { requireVerdict } from "../search/no_verdict_error.ts";
import type { Subject } from "../subject.ts";
import type { Watch } from "../subject/watch.ts";
import { visible } from "../visible.ts";
import { failuresOf, inLightOf, keptOf } from "./baseline.ts";
import { checkOptionsOf, limitsOf } from "./check_line.ts";
import type { CheckTask, SubjectResult } from "./check_task.ts";
import { lineInModule } from "./line_of_subject.ts";
import { loadSubjects } from "./load_subjects.ts";
import { locate, type Located } from "./locate.ts";
import { replayCommand, reportParts } from "./look.ts";
import { didYouMean } from "./suggest.ts";

/** Who watches the check of a module from outside. */
export interface Watching {
  /** The first of its subjects to check; default 0. */
  readonly from?: number;
  /** Is told which part of the author's code runs. */
  readonly watch?: Watch;
  /** Ends the check early. */
  readonly signal?: AbortSignal;
  /** Is told that the module is imported now, and then done. */
  importing?(begun: boolean): void;
  /** Is told the number of the subject that is checked now, and its name. */
  begins?(subject: number, name: string): void;
  /** Is told what the check does before it does it. */
  progress?(progress: Progress): void;
}

/** Checks the subjects of one module, in turn. What one of them does is never an error of this. */
export async function* checkModule(
  task: CheckTask,
  watching: Watching = {},
): AsyncGenerator<SubjectResult> {
  const { from = 0, importing, begins, signal } = watching;
  let loaded: Loaded;
  try {
    const located = await locate(task);
    importing?.(true);
    const subjects = await loadSubjects(located.url, limitsOf(task.line.flags).hook);
    loaded = { ...located, subjects: chosen(subjects, task), several: subjects.length > 1 };
  } catch (error) {
    yield uncheckedResult(task.module ?? task.line.replay ?? "the module", error, task.module);
    return;
  } finally {
    importing?.(false);
  }
  for (const [number, subject] of loaded.subjects) {
    if (number < from) continue;
    // Told before its name is read: that may be a getter that never returns.
    begins?.(number, `number ${number + 1}`);
    const name = nameOfSubject(subject);
    begins?.(number, name);
    if (signal?.aborted) {
      yield interruptedResult(name, loaded.module);
      continue;
    }
    try {
      yield await checkSubject(subject, name, loaded, task, watching);
    } catch (error) {
      yield uncheckedResult(name, error, loaded.module);
    }
  }
}

/** A module whose subjects are known. */
interface Loaded extends Located {
  readonly subjects: readonly (readonly [number: number, subject: Subject<unknown>])[];
  /** Whether it exports more than one, so that a name says which. */
  readonly several: boolean;
}

async function checkSubject(
  subject: Subject<unknown>,
  name: string,
  { url, module, regression, several }: Loaded,
  { line, look, baseline }: CheckTask,
  { watch, progress, signal }: Watching,
): Promise<SubjectResult> {
  const options = checkOptionsOf(line);
  const found = await checkConformance(subject, {
    ...options,
    ...(regression && { regressions: [regression], seed: 0, path: "regression:0" }),
    ...(progress && { progress }),
    ...(watch && { watch }),
    ...(signal && { signal }),
  });
  const replayed = regression !== undefined || options.path !== undefined;
  const strict = options.strict === true;
  const report = baseline ? inLightOf(baseline, found, { strict, replayed }) : found;
  // What is known to fail stands in for no verdict on the rest.
  if (!replayed) requireVerdict(report);
  const unsaved = line.save === undefined ? [] : await save(line.save, report, subject, url);
  const origin = {
    module,
    line: await lineInModule(url, name),
    replay: replayCommand(look, line, module, several ? name : undefined),
  };
  return {
    kind: "report",
    conforms: report.conforms,
    subject: report.subject,
    parts: reportParts(
      { ...report, warnings: [...report.warnings ?? [], ...unsaved] },
      line,
      look,
      origin,
    ),
    failing: failuresOf(found, strict),
    kept: replayed || found.stopped !== undefined ? [] : keptOf(found),
  };
}

/** What to tell of a subject that could not be checked. */
export function uncheckedResult(
  subject: string,
  error: unknown,
  module?: string,
): SubjectResult {
  return {
    kind: "unchecked",
    unchecked: { subject, message: errorText(error) },
    ...(module !== undefined && { module }),
  };
}

/** What to tell of a module, or a subject, that an interruption came before. */
export function interruptedResult(name: string, module: string | undefined): SubjectResult {
  const message = `Cannot give a verdict on ${name} as its check must begin: ` +
    "the command was interrupted before it was checked";
  return {
    kind: "unchecked",
    unchecked: { subject: name, message: visible(message) },
    ...(module !== undefined && { module }),
  };
}

/** What to print of an error. Indented: no line of a message is one of a report. */
export function errorText(error: unknown): string {
  return visible(thrownText(describeThrown(error)).replaceAll(/\r?\n/g, "\n  "));
}

/** A subject may have no name that can be read: its check says so. */
function nameOfSubject(subject: Subject<unknown>): string {
  try {
    return typeof subject.name === "string" ? subject.name : describeValue(subject.name);
  } catch {
    return "the subject";
  }
}

/** The subjects to check, each with its place in the module. @throws {RangeError} when they are none, or too many. */
function chosen(
  subjects: readonly Subject<unknown>[],
  { line: { subject: wanted, flags, save, replay } }: CheckTask,
): Loaded["subjects"] {
  const all = [...subjects.entries()];
  if (wanted !== undefined) {
    const named = all.filter(([, subject]) => nameOfSubject(subject) === wanted);
    if (named.length > 0) return named;
    const names = subjects.map(nameOfSubject);
    throw new RangeError(
      `Cannot check as --subject must name one that the module exports, ${
        names.map((it) => JSON.stringify(it)).join(", ")
      }: it is ${JSON.stringify(wanted)}${didYouMean(wanted, names)}`,
    );
  }
  const single = flags.path !== undefined
    ? "with --path"
    : save !== undefined
    ? "with --save"
    : replay !== undefined
    ? "for a saved history"
    : undefined;
  if (single === undefined || all.length === 1) return all;
  throw new RangeError(
    `Cannot check as there must be one subject ${single}: there are ${all.length}; name one with --subject`,
  );
}

async function save(
  path: string,
  report: Report,
  subject: Subject<unknown>,
  module: URL,
): Promise<readonly string[]> {
  const folder = pathToFileURL(`${path}/`);
  const relative = posix.relative(folder.pathname, module.pathname);
  return await saveRegressions(folder, report, { subject, module: relative });
}
