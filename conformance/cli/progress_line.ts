import wrapAnsi from "wrap-ansi";
import type { Clock } from "../../src/bridge/clock.ts";
import type { Progress } from "../options.ts";
import { visibleLine } from "../visible.ts";

/** Milliseconds between two looks of the line. */
const pause = 100;

/** Goes to the first column and empties the line: written with what follows, so that nothing comes between. */
export const clearLine = "\r\x1b[2K";

/** The line on a terminal that says how far a check is. Where there is no terminal it says nothing. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #clock: Clock;
  readonly #timeLimit: number;
  /** The modules that are being checked: their subjects, and when the first histories of these began. */
  readonly #modules = new Map<number, { readonly subject: string; readonly began: number }>();
  #drawn = -Infinity;
  #isShown = false;

  /** @param timeLimit milliseconds that the check of a subject may take. */
  constructor(stream: NodeJS.WriteStream, clock: Clock, timeLimit: number) {
    this.#stream = stream;
    this.#clock = clock;
    this.#timeLimit = timeLimit;
  }

  /** Says what the check of a module does now. Of several at once it tells of the first. */
  show(module: number, subject: string, progress: Progress): void {
    if (!this.#stream.isTTY) return;
    const now = this.#clock.now();
    const known = this.#modules.get(module);
    const begun = known?.subject === subject ? known : { subject, began: now };
    this.#modules.set(module, begun);
    if (module > Math.min(...this.#modules.keys()) || now - this.#drawn < pause) return;
    this.#drawn = now;
    const others = this.#modules.size - 1;
    const text = progressText(subject, progress, now - begun.began, this.#timeLimit) +
      (others > 0 ? `, and ${others} more` : "");
    // The last column stays free: a terminal would go on to the next line.
    this.#stream.write(clearLine + startOf(text, (this.#stream.columns || 80) - 1));
    this.#isShown = true;
  }

  /** A module is done. */
  done(module: number): void {
    this.#modules.delete(module);
  }

  /** Takes the line away, before anything else is printed. */
  clear(): void {
    if (!this.#isShown) return;
    this.#stream.write(clearLine);
    this.#isShown = false;
  }
}

/** As much of a text as has room in so many columns: a letter may take two of them, or none. */
function startOf(text: string, columns: number): string {
  const [first = ""] = wrapAnsi(text, columns, { hard: true, wordWrap: false, trim: false })
    .split("\n");
  return first;
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
