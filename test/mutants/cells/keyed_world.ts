import { copyOf, type Row } from "../mutant.ts";
import { type Part, stranger, World } from "./world.ts";

/** What replaces a row, and what is replaced by one. */
export function keyOf({ id }: Row): number {
  return id % 64;
}

/** A storage that holds the last row of each key; of what is spoiled the first. */
export class KeyedWorld extends World {
  readonly #upserts: { readonly part: Part; readonly batch: number; readonly row: Row }[] = [];

  constructor(catching: boolean) {
    super("stale", catching);
  }

  override store(part: Part, items: readonly Row[]): void {
    const batch = part.batches.length;
    super.store(part, items);
    this.#upserts.push(...items.map((row) => ({ part, batch, row: copyOf(row) })));
  }

  override read(parts: readonly Part[] = this.parts): Row[] {
    const table = new Map<number, Row>();
    for (const { part, batch, row } of this.#upserts) {
      const key = keyOf(row);
      const stale = part.wrong?.kind === "stale" && batch >= part.wrong.batch;
      const ignored = stale && table.has(key);
      if (ignored || !parts.includes(part)) continue;
      // What replaces another row takes its place at the end: the order stays that of writing.
      table.delete(key);
      table.set(key, row);
    }
    const strangers = parts.some(({ wrong }) => wrong?.kind === "extra") ? [stranger] : [];
    return [...table.values(), ...strangers];
  }
}
