import type { Trace } from "../../../src/protocol/mod.ts";
import { count } from "../../describe.ts";
import { contentsDiff, type DiffLine } from "../contents_diff.ts";
import type { DifferenceLine } from "./model.ts";

/** What is stored against what was expected, without most of what is the same; and the events that it shows. */
export interface ShownDifference {
  readonly difference: readonly DifferenceLine[];
  readonly events: ReadonlySet<number>;
}

/** So many lines that are the same are shown before and after one that is not. */
const around = 2;

/** More lines are in no page. */
const lineLimit = 80;

/** Shows where a storage differs from what was expected of it. */
export function differenceIn(trace: Trace, anyOther: readonly number[]): ShownDifference {
  const lines = contentsDiff(trace);
  const shown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ mark }) => mark !== " ")
  );
  const difference: DifferenceLine[] = [];
  const events = new Set<number>();
  for (
    let index = 0, next = 0;
    index < lines.length && difference.length < lineLimit;
    index = next
  ) {
    next = index + 1;
    if (shown[index]) {
      const { mark, text, event } = lines[index]!;
      difference.push({ mark, text, any: event !== undefined && anyOther.includes(event) });
      if (event !== undefined) events.add(event);
      continue;
    }
    while (next < lines.length && !shown[next]) next++;
    difference.push({ mark: "…", text: sameText(lines, index, next), any: false });
  }
  return { difference, events };
}

function sameText(lines: readonly DiffLine[], from: number, to: number): string {
  const name = (line: DiffLine) => line.event === undefined ? "a value" : `e${line.event}`;
  const [first, last] = [name(lines[from]!), name(lines[to - 1]!)];
  return to - from === 1
    ? `${first} as expected`
    : `${first} … ${last}: ${count(to - from, "event")} as expected`;
}
