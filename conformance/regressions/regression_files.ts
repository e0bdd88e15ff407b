import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { describeThrown, thrownText } from "../describe.ts";
import type { Report } from "../report.ts";
import type { Subject } from "../subject.ts";
import { deepEqual } from "../values/equality.ts";
import { readSavedEvents } from "./saved_events.ts";
import { formatRegression, parseRegression, type Regression, regressionOf } from "./regression.ts";

/** Reads one saved regression. @throws {TypeError} naming the file when it is none, or cannot be read. */
export async function loadRegression(file: URL): Promise<Regression> {
  const text = await readFile(file, "utf8").catch((error) => {
    const why = thrownText(describeThrown(error));
    throw new TypeError(`Cannot read ${file.pathname} as it must be a file: ${why}`, {
      cause: error,
    });
  });
  try {
    return parseRegression(text);
  } catch (error) {
    throw new TypeError(`${file.pathname}: ${(error as Error).message}`, { cause: error });
  }
}

/** Reads every regression of a folder, in the order of their names; a folder that is not there has none. */
export async function loadRegressions(folder: URL): Promise<readonly Regression[]> {
  const names = await readdir(folder).catch((error) => {
    if (error?.code === "ENOENT") return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith(".json")).sort();
  return await Promise.all(files.map((name) => loadRegression(new URL(name, folder))));
}

/**
 * Saves the smallest history of each violated rule as `<rule>.json`. A file that is there stays: it runs
 * first anyway, and its history was small enough once. Never throws, since the report must be seen.
 *
 * @returns what could not be saved, in a sentence for each.
 */
export async function saveRegressions<E>(
  folder: URL,
  report: Report,
  { subject, module }: { readonly subject: Subject<E>; readonly module: string },
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { rule, outcome, counterexample } of report.verdicts) {
    if (outcome !== "violated" || !counterexample) continue;
    const file = new URL(`${rule}.json`, folder);
    try {
      const regression = { ...regressionOf(rule, counterexample), module };
      requireSame(subject, regression, counterexample.trace.events);
      await mkdir(folder, { recursive: true });
      await writeFile(file, formatRegression(regression), { flag: "wx" });
    } catch (error) {
      if ((error as { code?: unknown } | undefined)?.code === "EEXIST") continue;
      problems.push(
        `the history that violated ${rule} is not saved: ${thrownText(describeThrown(error))}`,
      );
    }
  }
  return problems;
}

/** What is read from the file must be what was written to the sink. @throws {Error} when it is not. */
function requireSame<E>(
  subject: Subject<E>,
  regression: Regression,
  written: readonly unknown[],
): void {
  const { equal = deepEqual } = subject;
  const { events } = readSavedEvents(subject, regression);
  const other = events.findIndex((event, index) => !equal(event, written[index] as E));
  if (other < 0) return;
  throw new Error(
    `event ${other} can neither be held in a file nor drawn again from its seed`,
  );
}
