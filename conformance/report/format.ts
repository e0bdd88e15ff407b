import type { Replay, Report } from "../report.ts";

/** What a report is written out with, beside what was found. */
export interface RenderOptions {
  /** How a history is run again, such as a whole command; default: the options to paste into code. */
  readonly replay?: (replay: Replay) => string;
  /** Whether the satisfied rules are listed too, and what the histories did; default false. */
  readonly verbose?: boolean;
  /** The path of the module that exports the subject, as the command line named it. */
  readonly module?: string;
  /** The line of that module on which the subject stands, from 1. */
  readonly line?: number;
  /** When the check was made, as in `2026-11-30T12:00:00Z`. */
  readonly date?: string;
  /** Columns that a line of text may have, but for a replay, which is to be pasted: 60 or more; default 100. */
  readonly width?: number;
  /** Whether text has colours; default false. */
  readonly colour?: boolean;
  /** The URL of `RULES.md`, to which the names of rules lead where they can; default: they do not. */
  readonly rulesPage?: string;
}

/** What kept a subject from being checked. */
export interface Unchecked {
  /** Its name, or the module where it was not come to. */
  readonly subject: string;
  /** What was wrong, in a sentence or some. */
  readonly message: string;
}

/** A way to write out what one command found. */
export interface Format {
  /** The report on one subject: a part of the whole. */
  report(report: Report, options: RenderOptions): string;
  /** The same for a subject that could not be checked. */
  unchecked(unchecked: Unchecked, options: RenderOptions): string;
  /** The parts as one document. */
  whole(parts: readonly string[], options: RenderOptions): string;
}
