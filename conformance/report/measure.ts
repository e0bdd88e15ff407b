import wrapAnsi from "wrap-ansi";
import { visible } from "../visible.ts";

/** How wide a text is where nobody says. */
export const usualWidth = 100;

/** What stands beside a label begins here. */
const margin = 12;

/**
 * A text of any lines, folded to a width and harmless: no line of it is one of the text around it.
 *
 * @param indent blanks before each line but the first.
 */
export function folded(text: string, width: number, indent = 0): readonly string[] {
  // Folded, a line may begin with what continuous integration takes for a command: to escape it takes room.
  const room = width - indent - (text.includes("::") ? visible("::").length - 2 : 0);
  const lines = visible(text).split(/\r?\n/).flatMap((line) => {
    const [first = "", ...rest] = wrapAnsi(line, room, wordWise).split("\n");
    return [first, ...rest.map((piece) => piece.trimStart())];
  });
  return lines.map((line, index) =>
    visible(`${" ".repeat(index === 0 ? 0 : indent)}${line}`.trimEnd())
  );
}

/** The widths of a report in text. */
export class Measure {
  /** Characters of a line. */
  readonly whole: number;
  /** Characters of a line beside a label. */
  readonly besides: number;

  /** @param width characters of a line; fewer than 60 are 60. */
  constructor(width: number = usualWidth) {
    this.whole = Math.max(60, width);
    this.besides = this.whole - margin;
  }

  /** Lines beside a label. */
  beside(text: string, indent = 0): readonly string[] {
    return folded(text, this.besides, indent);
  }

  /** Lines over the whole width. */
  across(text: string, indent = 0): readonly string[] {
    return folded(text, this.whole, indent);
  }

  /** The same as an entry of a section. */
  listed(text: string): readonly string[] {
    return folded(text, this.whole - 2, 2).map((line) => `  ${line}`);
  }
}

/** A word that is longer than a line goes on in the next, and blanks that set a line in stay. */
const wordWise = { hard: true, trim: false };

/** A label, and lines beside it. */
export function labelledLines(label: string, lines: readonly string[]): string {
  return `  ${label.padEnd(margin - 2)}${lines.join(`\n${" ".repeat(margin)}`)}`;
}
