import { type Checked, requireReport, requireRule } from "./rule_tests.ts";
import { runnerOfHost, skipTest, type TestFunction } from "./test_runner.ts";
import { describeValue } from "../describe.ts";
import { renderText } from "../report/text.ts";
import { nameOf } from "../report/words.ts";
import { checkConformance } from "../search/check.ts";
import { NoVerdictError } from "../search/no_verdict_error.ts";
import { type CheckOptions, settingsOf } from "../options.ts";
import type { Subject } from "../subject.ts";

/** How {@linkcode conformance} registers its tests, beside how the check is run. */
export interface ConformanceOptions extends Omit<CheckOptions, "regressions"> {
  /**
   * The folder (its URL ends in a slash) where the smallest history of each violated rule is saved, as
   * `<rule>.json`, and from where they run first from then on; none by default. Needs permission to read
   * and write it.
   */
  regressions?: URL;
  /** The module that exports the subject, relative to that folder, for replays; default `"../subject.ts"`. */
  module?: string;
  /** The permissions of the tests, as `Deno.test` takes them: proves that the sink needs no more. */
  permissions?: unknown;
  /**
   * What registers a test, such as the `test` of Vitest; default: `Deno.test`, the global `test` of Vitest or Jest,
   * that of `bun:test` or that of `node:test`, whichever is there first.
   */
  test?: TestFunction;
  /**
   * Why the sink is not checked here, such as `"REDIS_URL is not set"`: one test is registered instead, shown as
   * skipped with this reason; default: it is checked.
   */
  skip?: string | undefined;
}

/**
 * Registers one test a rule with the runner that is there: all an author's test file needs. The first test that
 * runs checks the sink for all of them and prints the report, so a rule that is picked by its name is judged by the
 * whole check. A test passes where its rule is kept, and fails with the smallest history where it is not; a rule that
 * was not judged is skipped with the reason. What concerns no single rule fails the test `report`.
 *
 * With `Deno.test` the op and resource sanitizers are on. The time limit of each test is above that of the check:
 * in runners that can end a test that never yields, it ends a sink that loops for ever.
 *
 * @throws {TypeError} when there is no runner, where `assertConformance` works, or when an option is of another type.
 * @throws {RangeError} when an option is out of its range.
 *
 * @example
 * ```ts ignore
 * import { conformance } from "@watertight/sinks/conformance";
 * import { subject } from "./subject.ts";
 *
 * conformance(subject, { regressions: new URL("./regressions/", import.meta.url) });
 * ```
 */
export function conformance<E>(subject: Subject<E>, options: ConformanceOptions = {}): void {
  const { regressions, module = "../subject.ts", permissions, test, skip, ...check } = options;
  const { timeLimit, callLimit, hookLimit, rules, strict } = settingsOf(check);
  if (test !== undefined && typeof test !== "function") {
    throw new TypeError(
      `Cannot register the tests as test must be a function: it is ${describeValue(test)}`,
    );
  }
  if (skip !== undefined && (typeof skip !== "string" || skip === "")) {
    throw new TypeError(
      `Cannot register the tests as skip must be a reason: it is ${describeValue(skip)}`,
    );
  }
  requireFolder(regressions);
  const register = test ?? runnerOfHost(permissions);
  const title = titleOf(subject);
  let started: Promise<Checked> | undefined;
  const checked = () => started ??= checkOnce(subject, check, regressions, module);
  // The check ends by itself unless the sink never yields: then the runner must end it.
  const timeout = 2 * timeLimit + 4 * callLimit + hookLimit;
  if (skip !== undefined) {
    const name = `${title}: report`;
    register(name, (...[context]) => skipTest(name, `not checked: ${skip}`, context), timeout);
    return;
  }
  // The first one, so that what the sanitizers of Deno find is not held against a rule.
  register(`${title}: report`, async () => requireReport(await checked(), strict), timeout);
  for (const id of rules) {
    const name = `${title}: ${id}`;
    register(name, async (...[context]) => {
      const verdict = requireRule(id, await checked(), strict);
      const { outcome, reason, counterexample } = verdict;
      if (reason !== undefined) await skipTest(name, `${outcome}: ${reason}`, context);
      // A violated SHOULD is no failure, but must not look like a rule that is kept.
      else if (counterexample) console.warn(`⚠ ${nameOf(verdict)}: ${counterexample.message}`);
    }, timeout);
  }
}

/** Without the slash the files would go beside the folder, unseen by whoever looks into it. */
function requireFolder(folder: unknown): void {
  if (folder === undefined || folder instanceof URL && folder.pathname.endsWith("/")) return;
  throw new TypeError(
    `Cannot save regressions as their folder must be a URL that ends in a slash: it is ${
      folder instanceof URL ? folder.href : describeValue(folder)
    }`,
  );
}

/** The name of the tests. A subject that has none to read gets its error when they run. */
function titleOf<E>(subject: Subject<E>): string {
  try {
    return String(subject.name);
  } catch {
    return "the subject";
  }
}

/** Checks the sink and prints the report: green is not all, what was not judged must be seen as well. */
async function checkOnce<E>(
  subject: Subject<E>,
  check: CheckOptions,
  folder: URL | undefined,
  module: string,
): Promise<Checked> {
  // Only a folder needs the file system: without one the suite runs wherever fast-check does.
  const files = folder && await import("../regressions/regression_files.ts");
  const regressions = files && folder ? await files.loadRegressions(folder) : [];
  const judged = await checkConformance(subject, { ...check, regressions })
    .then((report): Checked => ({ report }), noVerdictOf);
  const unsaved = files && folder
    ? await files.saveRegressions(folder, judged.report, { subject, module })
    : [];
  const warnings = [...judged.report.warnings ?? [], ...unsaved];
  const report = { ...judged.report, ...(warnings.length > 0 && { warnings }) };
  console.log(renderText(report, { unjudged: true }));
  return { ...judged, report };
}

/** What was judged all the same. */
function noVerdictOf(error: unknown): Checked {
  if (error instanceof NoVerdictError) return { report: error.report, noVerdict: error };
  throw error;
}
