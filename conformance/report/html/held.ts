import type { Contents, Stored, Trace } from "../../../src/protocol/mod.ts";
import { describeValue } from "../../describe.ts";
import type { Anomaly, AnomalyKind } from "../../judge/anomalies.ts";
import type { Chip, HeldView, Mark } from "./model.ts";

/** What is wrong with the events of a trace, by event. */
export interface Wrongs {
  /** Not stored, and should be. */
  readonly lost: ReadonlySet<number>;
  /** Stored more often than they may be. */
  readonly repeated: ReadonlySet<number>;
  /** Stored, and should not be. */
  readonly extra: ReadonlySet<number>;
  /** Stored at another place than they should be. */
  readonly moved: ReadonlySet<number>;
}

/** Sorts what is wrong by what is to be marked. */
export function wrongsOf(anomalies: readonly Anomaly[]): Wrongs {
  const events = (...kinds: readonly AnomalyKind[]) =>
    new Set(
      anomalies.filter(({ kind }) => kinds.includes(kind)).flatMap(({ event }) => event ?? []),
    );
  return {
    lost: events("lost"),
    repeated: events("repeated"),
    extra: events("extra", "stale"),
    moved: events("shuffled", "swapped"),
  };
}

/** What is known at the moment at which a storage is shown. */
export interface KnownThen {
  readonly trace: Trace;
  readonly wrongs: Wrongs;
  /** The events whose writes have ended, in ascending order. */
  readonly written: readonly number[];
  /** What the storage held when it was last read. */
  readonly earlier?: Contents;
}

/** A stored value on its own, before its like are put together. */
interface Piece extends Chip {
  /** An event that may stand in a row with others. */
  readonly event?: number;
}

/** What a storage holds, with what is missing in its place; many events in a row are one piece. */
export function heldOf(contents: Contents, known: KnownThen): HeldView {
  const stored = new Set(contents.map(heldEvent));
  const missing = missingOf(stored, known);
  const earlier = new Set(known.earlier?.map(heldEvent));
  const seen = new Set<number>();
  const pieces: Piece[] = [];
  let next = 0;
  for (const one of contents) {
    const event = heldEvent(one);
    while (event !== undefined && next < missing.length && missing[next]!.event! < event) {
      pieces.push(missing[next++]!);
    }
    pieces.push(pieceOf(one, known, seen, earlier));
    if (event !== undefined) seen.add(event);
  }
  const all = joinedRows([...pieces, ...missing.slice(next)]);
  const chips = keptChips(all, chipLimit);
  return { chips, more: all.length - chips.length, isEmpty: contents.length === 0 };
}

/** More pieces are on no page. */
const chipLimit = 40;

/** As many as may be shown, those with which something is wrong rather than others. */
export function keptChips(all: readonly Chip[], most: number): readonly Chip[] {
  if (all.length <= most) return all;
  const isTelling = ({ mark }: Chip) => mark !== "" && mark !== "new" && mark !== "unstored";
  const telling = new Set(all.filter(isTelling).slice(0, most));
  let room = most - telling.size;
  return all.filter((it) => telling.has(it) || !isTelling(it) && room-- > 0);
}

function heldEvent(stored: Stored): number | undefined {
  return typeof stored === "number" ? stored : stored.event;
}

function missingOf(
  stored: ReadonlySet<number | undefined>,
  { wrongs, written, trace }: KnownThen,
): readonly Piece[] {
  return written.filter((event) => !stored.has(event)).flatMap((event): readonly Piece[] => {
    if (wrongs.lost.has(event)) return [{ mark: "lost", text: `e${event}`, event }];
    // Where events replace each other, most are missing that are not missed.
    return trace.keys ? [] : [{ mark: "unstored", text: `e${event}`, event }];
  });
}

function pieceOf(
  stored: Stored,
  { trace, wrongs, earlier: before }: KnownThen,
  seen: ReadonlySet<number>,
  earlier: ReadonlySet<number | undefined>,
): Piece {
  if (typeof stored === "number") {
    const mark = markOf(stored, wrongs, seen, before !== undefined && !earlier.has(stored));
    return { mark, text: `e${stored}`, event: stored };
  }
  const value = describeValue(stored.value, valueLimit);
  if (stored.event === undefined) return { mark: "extra", text: value };
  return {
    mark: "altered",
    text: `e${stored.event} as ${value}`,
    written: describeValue(trace.events[stored.event], valueLimit),
  };
}

function markOf(event: number, wrongs: Wrongs, seen: ReadonlySet<number>, isNew: boolean): Mark {
  if (wrongs.extra.has(event)) return "extra";
  if (seen.has(event)) return wrongs.repeated.has(event) ? "again" : "";
  if (wrongs.moved.has(event)) return "moved";
  return isNew ? "new" : "";
}

/** How many characters of a stored value are shown. */
const valueLimit = 160;

/** So many events one after the other are shown as one. */
const rowLength = 4;

/** `e0`, `e1`, `e2`, `e3` are `e0 … e3`. */
function joinedRows(pieces: readonly Piece[]): readonly Chip[] {
  const chips: Chip[] = [];
  for (let from = 0, to = 0; from < pieces.length; from = to) {
    const { mark, event } = pieces[from]!;
    for (to = from + 1; to < pieces.length; to++) {
      const next = pieces[to]!;
      if (event === undefined || next.event !== event + to - from || next.mark !== mark) break;
    }
    if (to - from >= rowLength) {
      chips.push({ mark, text: `e${event} … e${event! + to - from - 1}` });
    } else chips.push(...pieces.slice(from, to).map(({ event: _, ...chip }) => chip));
  }
  return chips;
}
