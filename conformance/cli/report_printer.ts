import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describeThrown, thrownText } from "../describe.ts";
import { formats } from "../report/formats.ts";
import type { SubjectResult } from "./check_task.ts";
import { renderOptions, type ReportLook, uncheckedPart } from "./look.ts";
import type { Reporter } from "./reporters.ts";

/** How a command ends: 0, the sinks conform; 1, one does not; 2, there is no verdict on one; 130, it was interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Where a command prints. */
export interface Printer {
  /** What other tools read. */
  out(text: string): void;
  /** All else. */
  err(text: string): void;
}

/**
 * Prints what a command finds, in the order of the modules on its line, whichever is done first: text as soon as a
 * subject is done, the documents at the end.
 */
export class ReportPrinter {
  readonly #reporters: readonly Reporter[];
  readonly #look: ReportLook;
  readonly #printer: Printer;
  /** What came of each module, and whether it is done. */
  readonly #modules: { readonly results: SubjectResult[]; done: boolean }[];
  /** The first module that is not done. */
  #current = 0;
  /** How many of its results are printed. */
  #printed = 0;

  constructor(modules: number, reporters: readonly Reporter[], look: ReportLook, printer: Printer) {
    this.#reporters = reporters;
    this.#look = look;
    this.#printer = printer;
    this.#modules = Array.from({ length: modules }, () => ({ results: [], done: false }));
  }

  /** What came of a subject of a module. */
  add(module: number, result: SubjectResult): void {
    this.#modules[module]!.results.push(result);
    this.#print();
  }

  /** No more comes of a module. */
  done(module: number): void {
    this.#modules[module]!.done = true;
    this.#print();
  }

  /** All that came, in order. */
  get results(): readonly SubjectResult[] {
    return this.#modules.flatMap(({ results }) => results);
  }

  /** Writes the documents. @throws {Error} when a file cannot be written. */
  async finish(verbose: boolean): Promise<void> {
    for (const [index, reporter] of this.#reporters.entries()) {
      if (isPrinted(reporter)) continue;
      const parts = this.results.map((result) => this.#partOf(result, index));
      const { whole } = formats[reporter.format];
      const document = whole(parts, renderOptions(reporter, verbose, this.#look));
      if (reporter.out === undefined) this.#printer.out(document.trimEnd());
      else await writeOut(reporter.out, document);
    }
  }

  #print(): void {
    for (;;) {
      const module = this.#modules[this.#current];
      if (module === undefined) return;
      for (const result of module.results.slice(this.#printed)) this.#printResult(result);
      this.#printed = module.results.length;
      if (!module.done) return;
      this.#current++;
      this.#printed = 0;
    }
  }

  #printResult(result: SubjectResult): void {
    if (result.kind === "unchecked") {
      // Standard output holds what was found, and nothing else.
      return this.#printer.err(uncheckedPart(result, { format: "text" }, this.#look));
    }
    const index = this.#reporters.findIndex(isPrinted);
    if (index >= 0) this.#printer.out(this.#partOf(result, index));
  }

  #partOf(result: SubjectResult, index: number): string {
    return result.kind === "report"
      ? result.parts[index]!
      : uncheckedPart(result, this.#reporters[index]!, this.#look);
  }
}

/** Writes a file, in a folder that need not be there. @throws {TypeError} when it cannot be written. */
export async function writeOut(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    const why = thrownText(describeThrown(error));
    throw new TypeError(`Cannot write ${file} as it must be a file that can be written: ${why}`, {
      cause: error,
    });
  }
}

/** Whether it is printed as it comes, and not at the end. */
function isPrinted({ format, out }: Reporter): boolean {
  return format === "text" && out === undefined;
}

/** The code of several subjects: no verdict on one is worse than a violation, and that than none. */
export function worstOf(results: readonly SubjectResult[]): 0 | 1 | 2 {
  if (results.some(({ kind }) => kind === "unchecked")) return 2;
  return results.some((it) => it.kind === "report" && !it.conforms) ? 1 : 0;
}
