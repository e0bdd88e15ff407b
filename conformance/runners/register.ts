import { ConformanceError } from "./assert.ts";
import { renderText } from "../report/text.ts";
import { checkConformance } from "../search/check.ts";
import { type CheckOptions, settingsOf } from "../options.ts";
import type { Subject } from "../subject.ts";

/** How {@linkcode conformance} registers its test, beside how the check is run. */
export interface ConformanceOptions extends Omit<CheckOptions, "regressions"> {
  /**
   * The folder (its URL ends in a slash) where the smallest history of each violated rule is saved, as
   * `<rule>.json`, and from where they run first from then on; none by default. Needs permission to read
   * and write it.
   */
  regressions?: URL;
  /** The module that exports the subject, relative to that folder, for replays; default `"../subject.ts"`. */
  module?: string;
  /** The permissions of the test, as `Deno.test` takes them: proves that the sink needs no more. */
  permissions?: unknown;
}

/** The little of `Deno.test` that is needed: public types name no `Deno`. */
interface TestRunner {
  test(definition: {
    name: string;
    timeout: number;
    sanitizeOps: boolean;
    sanitizeResources: boolean;
    permissions?: unknown;
    fn: () => Promise<void>;
  }): void;
}

/**
 * Registers a test with `Deno.test` that checks the sink: all an author's test file needs. Deno's op and
 * resource sanitizers are on, and its timeout also ends a sink that loops for ever.
 *
 * @throws {TypeError} when there is no `Deno.test`, where `assertConformance` works, or when an option is of
 * another type.
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
  const { Deno: runner } = globalThis as { Deno?: Partial<TestRunner> };
  if (typeof runner?.test !== "function") {
    throw new TypeError(
      "Cannot register a test as Deno.test must be there: it is not; use assertConformance with other runners",
    );
  }
  const { regressions, module = "../subject.ts", permissions, ...check } = options;
  const { timeLimit, callLimit } = settingsOf(check);
  runner.test({
    name: `${titleOf(subject)} conforms`,
    // The check ends by itself unless the sink never yields: then the runner must end it.
    timeout: 2 * timeLimit + 4 * callLimit,
    sanitizeOps: true,
    sanitizeResources: true,
    ...(permissions !== undefined && { permissions }),
    fn: () => testOnce(subject, check, regressions, module),
  });
}

/** The name of the test. A subject that has none to read gets its error when the test runs. */
function titleOf<E>(subject: Subject<E>): string {
  try {
    return String(subject.name);
  } catch {
    return "the subject";
  }
}

async function testOnce<E>(
  subject: Subject<E>,
  check: CheckOptions,
  folder: URL | undefined,
  module: string,
): Promise<void> {
  // Only a folder needs the file system: without one the suite runs wherever fast-check does.
  const files = folder && await import("../regressions/regression_files.ts");
  const regressions = files && folder ? await files.loadRegressions(folder) : [];
  const report = await checkConformance(subject, { ...check, regressions });
  // Green is not all: what was not judged, and the SHOULDs that are violated, are seen as well.
  if (report.conforms) return console.log(renderText(report));
  const unsaved = files && folder
    ? await files.saveRegressions(folder, report, { subject, module })
    : [];
  throw new ConformanceError({ ...report, warnings: [...report.warnings ?? [], ...unsaved] });
}
