/**
 * Runs the suite from a shell: `cli.ts [MODULE] [--seed N] …` checks the subject that a module exports as
 * `subject` (or by default) and prints the report. Ends with 0 when the sink conforms, 1 when it does not,
 * and 2 when the subject, its fixture or the command line is at fault.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { posix } from "node:path";
import { pathToFileURL } from "node:url";
import process from "node:process";
import { checkConformance } from "./check/check.ts";
import { describeThrown, thrownText } from "./describe.ts";
import type { CheckOptions } from "./options.ts";
import { loadRegression, saveRegressions } from "./regression_files.ts";
import type { Report } from "./report.ts";
import { renderJson } from "./report/json.ts";
import { renderText } from "./report/text.ts";
import type { Subject } from "./subject.ts";

const usage = `Usage: conform [MODULE] [options]

MODULE exports a subject as "subject" or by default (default: examples/into_table/subject.ts)

  --seed N         the seed of a report
  --path P         with --seed: only the history at this path
  --rule ID        only this rule; may be given several times
  --runs N         random histories (default 300)
  --time-limit MS  for the whole check (default 10000)
  --call-limit MS  for one call (default 1000)
  --max-workers N  workers of a history at most (default 8)
  --strict         a violated SHOULD fails too
  --format F       text (default) or json
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
  "max-workers": { type: "string" },
  strict: { type: "boolean" },
  format: { type: "string", default: "text" },
  verbose: { type: "boolean" },
  save: { type: "string" },
  replay: { type: "string" },
  help: { type: "boolean" },
} as const;

/** Runs the command line. @returns the exit code. */
export async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) {
      console.log(usage);
      return 0;
    }
    if (values.format !== "text" && values.format !== "json") {
      throw new RangeError(
        `Cannot print the report as format must be text or json: it is ${values.format}`,
      );
    }
    if (positionals.length > 1) {
      throw new RangeError(
        `Cannot check as there must be one module at most: there are ${positionals.length}`,
      );
    }
    const saved = values.replay === undefined ? undefined : pathToFileURL(values.replay);
    const regression = saved && await loadRegression(saved);
    const module = positionals[0] !== undefined
      ? pathToFileURL(positionals[0])
      : saved && regression?.module !== undefined
      ? new URL(regression.module, saved)
      : pathToFileURL("examples/into_table/subject.ts");
    const subject = await loadSubject(module);
    const report = await checkConformance(subject, {
      ...checkOptions(values),
      ...(regression && { regressions: [regression], seed: 0, path: "regression:0" }),
    });
    if (values.save !== undefined) await save(values.save, report, module);
    console.log(
      values.format === "json"
        ? renderJson(report)
        : renderText(report, { verbose: values.verbose === true }),
    );
    return report.conforms ? 0 : 1;
  } catch (error) {
    console.error(thrownText(describeThrown(error)));
    return 2;
  }
}

function checkOptions(
  values: Partial<Record<keyof typeof options, string | boolean | string[]>>,
): CheckOptions {
  const numbers = {
    seed: "seed",
    runs: "runs",
    "time-limit": "timeLimit",
    "call-limit": "callLimit",
    "max-workers": "maxWorkers",
  } as const;
  const checked: CheckOptions = {};
  for (const [flag, option] of Object.entries(numbers)) {
    const value = values[flag as keyof typeof numbers];
    if (value !== undefined) checked[option] = Number(value);
  }
  if (typeof values.path === "string") checked.path = values.path;
  if (Array.isArray(values.rule)) checked.rules = values.rule;
  if (values.strict === true) checked.strict = true;
  return checked;
}

async function save(path: string, report: Report, module: URL): Promise<void> {
  const folder = pathToFileURL(`${path}/`);
  const relative = posix.relative(folder.pathname, module.pathname);
  await saveRegressions(folder, report, relative);
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

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
