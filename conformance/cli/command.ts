import type { RuleId } from "../rule_id.ts";
import { parseArgs } from "node:util";
import { posix } from "node:path";
import { pathToFileURL } from "node:url";
import { checkConformance } from "../search/check.ts";
import { describeThrown, describeValue, thrownText } from "../describe.ts";
import {
  type CheckOptions,
  defaultCallLimit,
  defaultHookLimit,
  type Progress,
} from "../options.ts";
import { loadRegression, saveRegressions } from "../regressions/regression_files.ts";
import type { Regression } from "../regressions/regression.ts";
import type { Replay, Report } from "../report.ts";
import { renderHtml } from "../report/html.ts";
import { renderJson } from "../report/json.ts";
import { renderText } from "../report/text.ts";
import type { Subject } from "../subject.ts";
import type { Watch } from "../subject/watch.ts";
import { visible } from "../visible.ts";
import { loadSubjects } from "./load_subjects.ts";

/** What `--help` prints. */
export const usage: string = `Usage: conform [MODULE…] [options]

MODULE exports a subject as "subject" or by default, or several as "subjects"
(default: examples/into_table/subject.ts); each gets a report of its own

  --seed N         the seed of a report
  --path P         with --seed: only the history at this path
  --rule ID        only this rule; may be given several times
  --runs N         random histories (default 300)
  --time-limit MS  for the whole check (default 10000)
  --call-limit MS  for one call (default 1000)
  --hook-limit MS  for one hook of the subject, or the import of MODULE (default 10000)
  --max-workers N  workers of a history at most (default 8)
  --strict         a violated SHOULD fails too, and a check that its limit has cut
  --format F       text (default), json or html
  --verbose        list the satisfied rules too, and why others were not judged
  --save FOLDER    save the smallest history of each violated rule there, as RULE.json
  --replay FILE    run one saved history alone; MODULE defaults to the one it names
  --help           this text
`;

const options = {
  seed: { type: "string" },
  path: { type: "string" },
  rule: { type: "string", multiple: true },
  runs: { type: "string" },
  "time-limit": { type: "string" },
  "call-limit": { type: "string" },
  "hook-limit": { type: "string" },
  "max-workers": { type: "string" },
  strict: { type: "boolean" },
  format: { type: "string", default: "text" },
  verbose: { type: "boolean" },
  save: { type: "string" },
  replay: { type: "string" },
  help: { type: "boolean" },
} as const;

/** What the check of a subject came to, or a whole command line. */
export interface CommandResult {
  /** 0: the sink conforms; 1: it does not; 2: there is no verdict, whoever is at fault. */
  readonly code: 0 | 1 | 2;
  /** What to print: on standard output, or on standard error with code 2. */
  readonly text: string;
}

/** A command line as it was read. */
export interface CommandLine {
  /** The value of each option that was given. */
  readonly values: ReturnType<
    typeof parseArgs<{ options: typeof options; allowPositionals: true }>
  >["values"];
  /** The modules; one without a name is the default. */
  readonly modules: readonly (string | undefined)[];
  readonly format: FormatName;
  /** An option that was given and takes one subject alone. */
  readonly single: string | undefined;
}

/** Reads a command line. @throws {TypeError} @throws {RangeError} when it is at fault. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parsed(args);
  requireFormat(values.format);
  // One history is replayed, and one folder holds what one subject violates.
  const single = ["replay", "save", "path"].find((it) => values[it as "replay"] !== undefined);
  if (single !== undefined && positionals.length > 1) {
    throw new RangeError(
      `Cannot check as there must be one module at most with --${single}: there are ${positionals.length}`,
    );
  }
  const modules: readonly (string | undefined)[] = positionals.length > 0
    ? positionals
    : [undefined];
  return { values, modules, format: values.format as FormatName, single };
}

/** Who watches a command line from outside. */
export interface Watching {
  /** The first subject of the module to check; default 0. */
  readonly from?: number;
  /** Is told which part of the author's code runs. */
  readonly watch?: Watch;
  /** Is told that the module is imported now, and then done. */
  importing?(begun: boolean): void;
  /** Is told the number of the subject that is checked now, and its name. */
  begins?(subject: number, name: string): void;
  /** Is told what the check does before it does it. */
  progress?(progress: Progress): void;
}

/** Checks the subjects of one module, in turn. What one of them does is never an error of this. */
export async function* checkModule(
  { values, format, single }: CommandLine,
  given: string | undefined,
  { from = 0, watch, importing, begins, progress }: Watching = {},
): AsyncGenerator<CommandResult> {
  let located: Awaited<ReturnType<typeof locate>>;
  let subjects: readonly Subject<unknown>[];
  try {
    located = await locate(given, values.replay);
    importing?.(true);
    const limit = limitsOf(values).hook;
    subjects = await loadSubjects(located.module, limit);
    if (single !== undefined && subjects.length > 1) {
      throw new RangeError(
        `Cannot check as there must be one subject with --${single}: there are ${subjects.length}`,
      );
    }
  } catch (error) {
    yield errorResult(error);
    return;
  } finally {
    importing?.(false);
  }
  for (const [number, subject] of subjects.entries()) {
    if (number < from) continue;
    // Told before its name is read: that may be a getter that never returns.
    begins?.(number, `number ${number + 1}`);
    begins?.(number, nameOfSubject(subject));
    try {
      const report = await checkConformance(subject, {
        ...checkOptions(values),
        ...(located.regression &&
          { regressions: [located.regression], seed: 0, path: "regression:0" }),
        ...(progress && { progress }),
        ...(watch && { watch }),
      });
      const unsaved = values.save === undefined
        ? []
        : await save(values.save, report, subject, located.module);
      const whole = { ...report, warnings: [...report.warnings ?? [], ...unsaved] };
      const text = render(whole, format, values.verbose === true);
      yield { code: report.conforms ? 0 : 1, text };
    } catch (error) {
      yield errorResult(error);
    }
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const text = thrownText(describeThrown(error));
    throw new TypeError(`Cannot check as the options must be those of --help: ${text}`, {
      cause: error,
    });
  }
}

/** The code of several subjects: no verdict on one is worse than a violation, and that than none. */
export function worstOf(results: readonly CommandResult[]): CommandResult["code"] {
  return results.reduce<CommandResult["code"]>((worst, { code }) => code > worst ? code : worst, 0);
}

/** What to print of an error. */
export function errorResult(error: unknown): CommandResult {
  // Indented: no line of a message is one of a report.
  return { code: 2, text: visible(thrownText(describeThrown(error)).replaceAll(/\r?\n/g, "\n  ")) };
}

/** A subject may have no name that can be read: its check says so. */
function nameOfSubject(subject: Subject<unknown>): string {
  try {
    return typeof subject.name === "string" ? subject.name : describeValue(subject.name);
  } catch {
    return "the subject";
  }
}

/** The milliseconds that a command line gives one call and one hook; what is no number is refused by the check. */
export function limitsOf(
  values: { readonly "call-limit"?: string; readonly "hook-limit"?: string },
): { readonly call: number; readonly hook: number } {
  const limit = (given: string | undefined, usual: number) => Number(given ?? usual) || usual;
  return {
    call: limit(values["call-limit"], defaultCallLimit),
    hook: limit(values["hook-limit"], defaultHookLimit),
  };
}

/** How a report is printed. */
export type FormatName = "text" | "json" | "html";

function requireFormat(format: string): asserts format is FormatName {
  if (format === "text" || format === "json" || format === "html") return;
  throw new RangeError(
    `Cannot print the report as format must be text, json or html: it is ${format}`,
  );
}

function render(report: Report, format: FormatName, verbose: boolean): string {
  if (format === "json") return renderJson(report);
  if (format === "html") return renderHtml(report);
  return renderText(report, { verbose, replay: replayFlags });
}

/** The flags to paste behind the command line. */
function replayFlags({ seed, path, rules: [rule] }: Replay): string {
  return path.startsWith("regression:")
    ? `--rule=${rule}`
    : `--seed=${seed} --path=${path} --rule=${rule}`;
}

/** The module of the subject, and the regression to run alone, if one is to be replayed. */
async function locate(
  given: string | undefined,
  replay: string | undefined,
): Promise<{ module: URL; regression?: Regression }> {
  const named = pathToFileURL(given ?? "examples/into_table/subject.ts");
  if (replay === undefined) return { module: named };
  const file = pathToFileURL(replay);
  const regression = await loadRegression(file);
  const module = given === undefined && regression.module !== undefined
    ? moduleBeside(file, regression.module)
    : named;
  return { module, regression };
}

/** The module that a file names. A file may come from anywhere: it must not make code be fetched. */
function moduleBeside(file: URL, module: string): URL {
  const url = URL.canParse(module, file) ? new URL(module, file) : undefined;
  if (url?.protocol === "file:" && url.host === "") return url;
  throw new TypeError(
    `Cannot replay ${file.pathname} as its module must be a path relative to it: it is ${
      JSON.stringify(module)
    }`,
  );
}

function checkOptions(
  values: Partial<Record<keyof typeof options, string | boolean | string[]>>,
): CheckOptions {
  const numbers = {
    seed: "seed",
    runs: "runs",
    "time-limit": "timeLimit",
    "call-limit": "callLimit",
    "hook-limit": "hookLimit",
    "max-workers": "maxWorkers",
  } as const;
  const checked: CheckOptions = {};
  for (const [flag, option] of Object.entries(numbers)) {
    const value = values[flag as keyof typeof numbers];
    if (value !== undefined) checked[option] = numberOf(String(value));
  }
  if (typeof values.path === "string") checked.path = values.path;
  if (Array.isArray(values.rule)) checked.rules = values.rule as RuleId[]; // What is none is refused by the check.
  if (values.strict === true) checked.strict = true;
  return checked;
}

/** The number that a flag names; a text in any other form stays one, and is refused with its own words. */
function numberOf(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : text as unknown as number;
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
