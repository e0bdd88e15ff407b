import { readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Regression } from "../regressions/regression.ts";
import { loadRegression } from "../regressions/regression_files.ts";
import { commandNames } from "./check_line.ts";
import type { CheckTask } from "./check_task.ts";
import { pathFromHere } from "./look.ts";
import { didYouMean } from "./suggest.ts";

/** Where a module is, and the history to run alone, if one is to be. */
export interface Located {
  readonly url: URL;
  /** Its path, as it is to be told. */
  readonly module: string;
  readonly regression?: Regression;
}

/**
 * Finds the module of a task.
 *
 * @throws {TypeError} when there is none, or the saved history to run cannot be read.
 */
export async function locate({ module: given, line: { replay } }: CheckTask): Promise<Located> {
  const regression = replay === undefined ? undefined : await loadRegression(pathToFileURL(replay));
  if (given === undefined && replay !== undefined) {
    if (regression?.module === undefined) {
      throw new TypeError(
        `Cannot replay ${replay} as its module must be known: the file names none, so name it behind the file`,
      );
    }
    const url = moduleBeside(pathToFileURL(replay), regression.module);
    return { url, module: pathFromHere(url), regression };
  }
  await requireFile(given!);
  return { url: pathToFileURL(given!), module: given!, ...(regression && { regression }) };
}

/** @throws {TypeError} when there is no such file, with one of a name that is near. */
async function requireFile(module: string): Promise<void> {
  const isThere = await stat(module).then(() => true, () => false);
  if (isThere) return;
  const beside = await readdir(dirname(module)).catch(() => []);
  const near = didYouMean(basename(module), beside.filter((name) => /\.[cm]?[jt]sx?$/.test(name)));
  const commands = /[./\\]/.test(module) ? "" : didYouMean(module, commandNames);
  throw new TypeError(
    `Cannot check ${module} as it must be a module of yours, by its path from here: there is no such file${
      near || commands
    }`,
  );
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
