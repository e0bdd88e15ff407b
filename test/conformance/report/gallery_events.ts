/** The events of the gallery of reports. */
export interface Note {
  readonly id: number;
  readonly text: string;
}

/** A note. */
export function note(id: number, text: string): Note {
  return { id, text };
}

const texts = ["BK", "the second of three", "a longer line, with a comma and a “quotation” in it"];

/** So many notes, at most three. */
export function notes(count: number): readonly Note[] {
  return texts.slice(0, count).map((text, id) => note(id, text));
}

/** More than a chunk of a hundred. */
export const largeEvents: readonly Note[] = Array.from(
  { length: 101 },
  (_, id) => note(id, `line ${id}`),
);
