import type { Call, Trace } from "../../src/protocol/mod.ts";
import { visibleLine } from "../visible.ts";
import { type Block, type Lanes, lanesOf } from "./lanes.ts";
import { folded } from "./measure.ts";
import { noPaint, type Paint } from "./paint.ts";
import { callNotes, outcomeText, rangeText } from "./words.ts";

/** Between two lanes. */
const gap = 3;

/** How a timeline is drawn. */
export interface TimelineOptions {
  /** The calls that are marked, by their places in the trace: there something is wrong; default none. */
  readonly marked?: readonly number[];
  /** Default: none. */
  readonly paint?: Paint;
}

/**
 * The calls of a trace as lines of text, a lane for each partition of a run. What overlaps is drawn as overlapping,
 * and where something is wrong is marked:
 *
 * ```text
 * worker 0       worker 1
 * build 0 of 2
 *                build 1 of 2
 * ┌ write [e0]
 * │              ✗ write [e1] (1)
 * └
 * (1) threw Error: full
 * ```
 *
 * @param width how many characters a line may have.
 * @returns the lines; `undefined` when the lanes do not fit.
 */
export function timelineOf(
  trace: Trace,
  width: number,
  { marked = [], paint = noPaint }: TimelineOptions = {},
): readonly string[] | undefined {
  const lanes = lanesOf(trace);
  const remarks = lanes.blocks.map(({ call }) => remarkOf(call, trace));
  const isMarked = (call: Call) => marked.includes(trace.calls.indexOf(call));
  const words = lanes.blocks.map(({ call }) => `${isMarked(call) ? mark : ""}${laneWords(call)}`);
  return lanes.columns.length === 1
    ? loneLane(lanes, words, remarks, width, paint)
    : laneBesideLane(lanes, words, remarks, width, paint);
}

/** Each call with what became of it. */
function loneLane(
  lanes: Lanes,
  words: readonly string[],
  remarks: readonly (string | undefined)[],
  width: number,
  paint: Paint,
): readonly string[] {
  const labels = words.map((each, index) =>
    remarks[index] === undefined ? each : `${each}: ${remarks[index]}`
  );
  const titles = titlesOf(lanes, paint);
  return [
    paint.faint(lanes.columns[0]!),
    ...[...drawnRows(lanes, labels)].flatMap(([row, [cell = ""]]) => {
      const title = titles.get(row);
      if (title !== undefined) return [title];
      return folded(cell, width, 2).map(/^(?:┌ )?✗ /.test(cell) ? paint.bad : (line) => line);
    }),
  ];
}

/** What became of each call stands below, so that the lanes are narrow. */
function laneBesideLane(
  lanes: Lanes,
  words: readonly string[],
  remarks: readonly (string | undefined)[],
  width: number,
  paint: Paint,
): readonly string[] | undefined {
  const { columns } = lanes;
  const notes = [...new Set(remarks.filter((remark) => remark !== undefined))];
  const labels = words.map((each, index) =>
    remarks[index] === undefined ? each : `${each} (${notes.indexOf(remarks[index]) + 1})`
  );
  const rows = drawnRows(lanes, labels);
  const widths = columns.map((name, column) =>
    Math.max(name.length, ...rows.values().map((cells) => cells[column]?.length ?? 0))
  );
  if (widths.reduce((sum, each) => sum + gap + each, -gap) > width) return undefined;
  const lineOf = (cells: readonly (string | undefined)[]) =>
    widths.map((each, column) => (cells[column] ?? "").padEnd(each + gap)).join("").trimEnd();
  const titles = titlesOf(lanes, paint);
  return [
    paint.faint(lineOf(columns)),
    ...[...rows].map(([row, cells]) =>
      titles.get(row) ?? lineOf(cells).replaceAll(marking, (cell) => paint.bad(cell))
    ),
    ...notes.flatMap((remark, index) => folded(`(${index + 1}) ${remark}`, width, 4)),
  ];
}

/** Where runs but the first begin. */
function titlesOf({ runs }: Lanes, paint: Paint): ReadonlyMap<number, string> {
  return new Map(runs.map(({ row, text }) => [row, paint.faint(`── ${text} ──`)]));
}

/** Stands before a call where something is wrong. */
export const mark = "✗ ";

/** A marked call in its lane: no two spaces stand in it, and the next lane is further off. */
const marking = /✗ \S+(?: \S+)*/g;

/** What stands in each row that has anything, by column. Rows in which a call merely ends alone are left out. */
function drawnRows(
  { runs, blocks }: Lanes,
  labels: readonly string[],
): ReadonlyMap<number, readonly (string | undefined)[]> {
  const overlapping = new Set(blocks.filter((block) => overlapsAny(block, blocks)));
  const drawn = new Set([
    ...runs.map(({ row }) => row),
    ...blocks.map(({ start }) => start),
    ...[...overlapping].map(({ end }) => end - 1),
  ]);
  const rows = new Map([...drawn].sort((a, b) => a - b).map((row) => [row, [] as string[]]));
  blocks.forEach((block, index) => {
    const { start, end, column } = block;
    rows.get(start)![column] = overlapping.has(block) ? `┌ ${labels[index]}` : labels[index]!;
    if (!overlapping.has(block)) return;
    for (const row of drawn) if (row > start && row < end - 1) rows.get(row)![column] = "│";
    rows.get(end - 1)![column] = "└";
  });
  return rows;
}

/** Whether another call begins or ends while this one goes on. */
function overlapsAny({ call, start, end }: Block, blocks: readonly Block[]): boolean {
  const last = call.end === null ? end : end - 1; // What never settles goes on beyond the last line.
  const within = (row: number) => row > start && row < last;
  return blocks.some((other) =>
    other.call !== call && (within(other.start) || within(other.end - 1))
  );
}

/** A call in its lane, which says whose it is. */
function laneWords({ call, worker, workers, events }: Call): string {
  if (call === "build") return `build ${worker} of ${workers}`;
  return call === "close" ? "close" : `write ${laneRange(events ?? [])}`;
}

/** How many there are need not be said where each follows the one before it. */
function laneRange(events: readonly number[]): string {
  const [first, last] = [events[0], events.at(-1)];
  const inRow = events.length > 3 && events.every((event, index) => event === first! + index);
  return inRow ? `[e${first} … e${last}]` : rangeText(events);
}

/** How a call ended, where that is not as it should, and what was particular about it. */
function remarkOf(call: Call, trace: Trace): string | undefined {
  const remarks = [outcomeText(call), ...callNotes(call, trace)];
  const said = remarks.filter((remark) => remark !== undefined).join(", ");
  return said === "" ? undefined : visibleLine(said);
}
