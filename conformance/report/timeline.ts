import type { Call, Trace } from "../../src/protocol/mod.ts";
import { visibleLine } from "../visible.ts";
import { type Block, type Lanes, lanesOf } from "./lanes.ts";
import { callNotes, outcomeText, rangeText } from "./words.ts";

/** Between two lanes. */
const gap = 3;

/**
 * The calls of a trace as lines of text, a lane for each partition of a run. What overlaps is drawn as overlapping:
 *
 * ```text
 * worker 0       worker 1
 * build 0 of 2
 *                build 1 of 2
 * ┌ write [e0]
 * │              write [e1] (1)
 * └
 * (1) threw Error: full
 * ```
 *
 * @param width how many characters a line may have beside what a call threw.
 * @returns the lines; `undefined` when the lanes do not fit.
 */
export function timelineOf(trace: Trace, width: number): readonly string[] | undefined {
  const lanes = lanesOf(trace);
  const { columns, runs, blocks } = lanes;
  const remarks = blocks.map(({ call }) => remarkOf(call, trace));
  const lone = columns.length === 1;
  const notes = lone ? [] : [...new Set(remarks.filter((remark) => remark !== undefined))];
  const labels = blocks.map(({ call }, index) => {
    const remark = remarks[index];
    if (remark === undefined) return laneWords(call);
    return lone
      ? `${laneWords(call)}: ${remark}`
      : `${laneWords(call)} (${notes.indexOf(remark) + 1})`;
  });
  const rows = drawnRows(lanes, labels);
  const widths = columns.map((name, column) =>
    Math.max(name.length, ...rows.values().map((cells) => cells[column]?.length ?? 0))
  );
  const whole = widths.reduce((sum, each) => sum + gap + each, -gap);
  if (!lone && whole > width) return undefined;
  const lineOf = (cells: readonly (string | undefined)[]) =>
    widths.map((each, column) => (cells[column] ?? "").padEnd(each + gap)).join("").trimEnd();
  const titles = new Map(runs.map(({ row, text }) => [row, `── ${text} ──`]));
  return [
    lineOf(columns),
    ...[...rows].map(([row, cells]) => titles.get(row) ?? lineOf(cells)),
    ...notes.map((remark, index) => `(${index + 1}) ${remark}`),
  ];
}

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
  return call === "close" ? "close" : `write ${rangeText(events ?? [])}`;
}

/** How a call ended, where that is not as it should, and what was particular about it. */
function remarkOf(call: Call, trace: Trace): string | undefined {
  const remarks = [outcomeText(call), ...callNotes(call, trace)];
  const said = remarks.filter((remark) => remark !== undefined).join(", ");
  return said === "" ? undefined : visibleLine(said);
}
