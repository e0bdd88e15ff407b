import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { formatRegression, parseRegression, type Regression, regressionOf } from "./regression.ts";
import type { Report } from "../report.ts";

/** Reads one saved regression. @throws {TypeError} naming the file when it is none. */
export async function loadRegression(file: URL): Promise<Regression> {
  const text = await readFile(file, "utf8");
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
 * first anyway, and its history was small enough once.
 */
export async function saveRegressions(folder: URL, report: Report, module: string): Promise<void> {
  for (const { rule, outcome, counterexample } of report.verdicts) {
    if (outcome !== "violated" || !counterexample) continue;
    await mkdir(folder, { recursive: true });
    const regression = { ...regressionOf(rule, counterexample), module };
    await writeFile(new URL(`${rule}.json`, folder), formatRegression(regression), { flag: "wx" })
      .catch((error) => {
        if (error?.code !== "EEXIST") throw error;
      });
  }
}
