import { clearLine, cursorTo } from "node:readline";
import type { Clock } from "../../src/bridge/clock.ts";
import type { Progress } from "../options.ts";
import { visibleLine } from "../visible.ts";

/** Milliseconds between two looks of the line. */
const pause = 100;

/** The line on a terminal that says how far a check is. Where there is no terminal it says nothing. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #clock: Clock;
  readonly #timeLimit: number;
  #subject: string | undefined;
  /** When its first history began. */
  #began = 0;
  #drawn = -Infinity;
  #isShown = false;

  /** @param timeLimit milliseconds that the check of a subject may take. */
  constructor(stream: NodeJS.WriteStream, clock: Clock, timeLimit: number) {
    this.#stream = stream;
    this.#clock = clock;
    this.#timeLimit = timeLimit;
  }

  /** Says what a check does now. */
  show(subject: string, progress: Progress): void {
    if (!this.#stream.isTTY) return;
    const now = this.#clock.now();
    if (subject !== this.#subject) [this.#subject, this.#began] = [subject, now];
    if (now - this.#drawn < pause) return;
    this.#drawn = now;
    this.clear();
    const text = progressText(subject, progress, now - this.#began, this.#timeLimit);
    // The last column stays free: a terminal would go on to the next line.
    this.#stream.write(text.slice(0, (this.#stream.columns || 80) - 1));
    this.#isShown = true;
  }

  /** Takes the line away, before anything else is printed. */
  clear(): void {
    if (!this.#isShown) return;
    clearLineOf(this.#stream);
    this.#isShown = false;
  }
}

/** Empties the line of a terminal in which the cursor stands. */
export function clearLineOf(stream: NodeJS.WritableStream): void {
  cursorTo(stream, 0);
  clearLine(stream, 0);
}

/** `rows: search, 120 of 525 histories, 410 a second, 1 s left`. */
export function progressText(
  subject: string,
  progress: Progress,
  elapsed: number,
  timeLimit: number,
): string {
  const name = visibleLine(subject);
  if (progress.phase === "shrink") {
    return `${name}: shrink, the smallest history that violates ${progress.rule}, ${
      secondsText(timeLimit - elapsed)
    } left at most`;
  }
  const { histories, of } = progress;
  const done = `${name}: search, ${histories} of ${of} histories`;
  if (histories === 0 || elapsed <= 0) return done;
  const rate = histories / elapsed;
  const left = Math.min((of - histories) / rate, timeLimit - elapsed);
  return `${done}, ${(rate * 1000).toFixed(0)} a second, ${secondsText(left)} left`;
}

function secondsText(milliseconds: number): string {
  return `${Math.max(0, Math.ceil(milliseconds / 1000))} s`;
}
