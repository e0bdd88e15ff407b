/** How much a page shows of each thing, so that one of many violations stays small. */
export interface Detail {
  /** Calls of a history. */
  readonly calls: number;
  /** Pieces of what a storage holds. */
  readonly stored: number;
  /** Characters of a value, an error or a message. */
  readonly text: number;
  /** Events of a history. */
  readonly events: number;
  /** Lines of a difference. */
  readonly lines: number;
  /** Characters of the trace. */
  readonly trace: number;
  /** Whether each rule of a family stands with its sentence, and each violation with why it matters. */
  readonly statements: boolean;
}

/** From everything that is sensible to the least that tells something. */
export const details: readonly Detail[] = [
  { calls: 200, stored: 40, text: 4000, events: 8, lines: 80, trace: 20_000, statements: true },
  { calls: 60, stored: 30, text: 1200, events: 6, lines: 40, trace: 4000, statements: true },
  { calls: 24, stored: 16, text: 500, events: 5, lines: 20, trace: 0, statements: true },
  { calls: 8, stored: 8, text: 200, events: 3, lines: 8, trace: 0, statements: true },
  { calls: 3, stored: 2, text: 60, events: 0, lines: 3, trace: 0, statements: false },
];

/** So many bytes a page has at most, where the least detail allows it. */
export const pageLimit = 298_000;

/** A text of at most so many characters, which says so when it was longer. */
export function clipped(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
