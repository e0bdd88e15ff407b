import type { RuleId } from "../rule_id.ts";
import { parseArgs } from "node:util";
import { posix } from "node:path";
import { pathToFileURL } from "node:url";
import { checkConformance } from "../search/check.ts";
import { describeThrown, thrownText } from "../describe.ts";
import { type CheckOptions, defaultCallLimit } from "../options.ts";
import { loadRegression, saveRegressions } from "../regressions/regression_files.ts";
import type { Regression } from "../regressions/regression.ts";
import type { Replay, Report } from "../report.ts";
import { renderHtml } from "../report/html.ts";
import { renderJson } from "../report/json.ts";
import { renderText } from "../report/text.ts";
import type { Subject } from "../subject.ts";

const usage = `Usage: conform [MODULE] [options]

MODULE exports a subject as "subject" or by default (default: examples/into_table/subject.ts)

  --seed N         the seed of a report
  --path P         with --seed: only the history at this path
  --rule ID        only this rule; may be given several times
  --runs N         random histories (default 300)
  --time-limit MS  for the whole check (default 10000)
  --call-limit MS  for one call (default 1000)
  --hook-limit MS  for one hook of the subject (default 10000)
  --max-workers N  workers of a history at most (default 8)
  --strict         a violated SHOULD fails too, and a check that its limit has cut
  --format F       text (default), json or html
  --verbose        list the satisfied rules too
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

/** What a command line came to. */
export interface CommandResult {
  /** 0: the sink conforms; 1: it does not; 2: there is no verdict, whoever is at fault. */
  readonly code: 0 | 1 | 2;
  /** What to print: on standard output, or on standard error with code 2. */
  readonly text: string;
}

/** Runs a command line to its end. @param progress is told the path of each history before it is executed. */
export async function perform(
  args: readonly string[],
  progress: (path: string) => void = () => {},
): Promise<CommandResult> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return { code: 0, text: usage };
    requireFormat(values.format);
    const [given, ...more] = positionals;
    if (more.length > 0) {
      throw new RangeError(
        `Cannot check as there must be one module at most: there are ${positionals.length}`,
      );
    }
    const { module, regression } = await locate(given, values.replay);
    const subject = await loadSubject(module);
    const report = await checkConformance(subject, {
      ...checkOptions(values),
      ...(regression && { regressions: [regression], seed: 0, path: "regression:0" }),
      progress,
    });
    const unsaved = values.save === undefined
      ? []
      : await save(values.save, report, subject, module);
    const whole = { ...report, warnings: [...report.warnings ?? [], ...unsaved] };
    const text = render(whole, values.format, values.verbose === true);
    return { code: report.conforms ? 0 : 1, text };
  } catch (error) {
    return { code: 2, text: thrownText(describeThrown(error)) };
  }
}

/** The milliseconds one call may take, by a command line; for who watches over it from outside. */
export function callLimitOf(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false });
  return Number(values["call-limit"] ?? defaultCallLimit);
}

type Format = "text" | "json" | "html";

function requireFormat(format: string): asserts format is Format {
  if (format === "text" || format === "json" || format === "html") return;
  throw new RangeError(
    `Cannot print the report as format must be text, json or html: it is ${format}`,
  );
}

function render(report: Report, format: Format, verbose: boolean): string {
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
    ? new URL(regression.module, file)
    : named;
  return { module, regression };
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
    if (value !== undefined) checked[option] = Number(value);
  }
  if (typeof values.path === "string") checked.path = values.path;
  if (Array.isArray(values.rule)) checked.rules = values.rule as RuleId[]; // What is none is refused by the check.
  if (values.strict === true) checked.strict = true;
  return checked;
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

async function loadSubject(module: URL): Promise<Subject<unknown>> {
  const exports = await import(module.href);
  const subject = exports.subject ?? exports.default;
  if (subject !== undefined) return subject;
  throw new TypeError(
    `Cannot check ${module.pathname} as it must export a subject, as "subject" or by default: it exports ${
      Object.keys(exports).join(", ") || "nothing"
    }`,
  );
}
