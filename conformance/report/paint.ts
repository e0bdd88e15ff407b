import styles from "ansi-styles";

/** How pieces of text are set apart: they must be visible text already, what is added here is not escaped. */
export interface Paint {
  /** What is as it should be, or should be there and is not. */
  good(text: string): string;
  /** What is wrong. */
  bad(text: string): string;
  /** What is to be looked at, and fails nothing. */
  warn(text: string): string;
  /** What is there to be looked up. */
  faint(text: string): string;
  /** What the eye looks for first. */
  strong(text: string): string;
  /** Leads to a page where the terminal can. */
  link(text: string, page: string | undefined): string;
}

const plain = (text: string): string => text;

/** For a file, a pipe, or a person who wants no colours. */
export const noPaint: Paint = {
  good: plain,
  bad: plain,
  warn: plain,
  faint: plain,
  strong: plain,
  link: plain,
};

/** For a terminal that shows ANSI colours. */
export const ansiPaint: Paint = {
  good: between(styles.green),
  bad: between(styles.red),
  warn: between(styles.yellow),
  faint: between(styles.dim),
  strong: between(styles.bold),
  // OSC 8: a terminal that does not know it shows the text alone.
  link: (text, page) => page === undefined ? text : `\x1b]8;;${page}\x07${text}\x1b]8;;\x07`,
};

function between({ open, close }: { readonly open: string; readonly close: string }) {
  return (text: string): string => text === "" ? "" : `${open}${text}${close}`;
}
