import type { Call, Contents, Trace } from "../../../src/protocol/mod.ts";
import type { Counterexample } from "../../report.ts";
import { visibleLine } from "../../visible.ts";
import type { Block } from "../lanes.ts";
import { callNotes, callWords, outcomeText, rangeText } from "../words.ts";
import { heldOf, type Wrongs } from "./held.ts";
import type { CallView } from "./model.ts";

/** An event, and when the first write of it was over. */
export type WrittenEvent = readonly [event: number, end: number];

/** The events that were written, in ascending order. */
export function writesOf({ calls }: Trace): readonly WrittenEvent[] {
  const ends = new Map<number, number>();
  for (const { events = [], end } of calls) {
    if (end === null) continue;
    for (const event of events) ends.set(event, Math.min(end, ends.get(event) ?? end));
  }
  return [...ends].sort(([a], [b]) => a - b);
}

/** Those of which a write was over by a moment. */
export function writtenBefore(writes: readonly WrittenEvent[], time: number): readonly number[] {
  return writes.flatMap(([event, end]) => end <= time ? event : []);
}

/** Puts the calls of a history into words, each with what the storage held then. */
export function callViews(
  { trace, stepwise, calls: about, contents }: Counterexample,
  blocks: readonly Block[],
  wrongs: Wrongs,
): readonly CallView[] {
  const writes = writesOf(trace);
  const further = new Map(stepwise && keyed(stepwise.calls));
  const keys = keyed(trace.calls);
  let earlier: Contents | undefined = [];
  return blocks.map(({ call, column, start, end }, index): CallView => {
    const read = further.get(keys[index]![0]) ?? call;
    const isLast = index === blocks.length - 1 && stepwise === undefined;
    const held = read.after ?? (isLast && trace.unreadable === undefined ? contents : undefined);
    const why = read.unreadable ?? (isLast ? trace.unreadable : undefined);
    const known = { trace, wrongs, written: writtenBefore(writes, call.end ?? Infinity) };
    const before = index > 0 && earlier === undefined ? read.before : undefined;
    const outcome = outcomeText(call);
    const view: CallView = {
      kind: [call.outcome.kind, call.fault && "fault"].filter((it) => it && it !== "returned").join(
        " ",
      ),
      label: labelOf(call),
      words: callWords(call),
      column,
      start,
      end,
      ...(outcome !== undefined && { outcome }),
      notes: callNotes(call, trace),
      shows: about?.includes(index) ?? false,
      overlaps: blocks.some((other) =>
        other.call !== call && other.start < end && start < other.end
      ),
      ...(before && {
        before: heldOf(before, { ...known, written: writtenBefore(writes, call.start) }),
      }),
      ...(held
        ? { after: heldOf(held, { ...known, ...earlier && { earlier } }) }
        : why !== undefined && { after: { unreadable: why } }),
    };
    earlier = held;
    return view;
  });
}

/** Each call under its partition and its place among the calls of that: two executions may interleave otherwise. */
function keyed(calls: readonly Call[]): readonly (readonly [string, Call])[] {
  const counts = new Map<number, number>();
  return calls.map((call) => {
    const nth = (counts.get(call.partition) ?? 0) + 1;
    counts.set(call.partition, nth);
    return [`${call.partition}:${nth}`, call] as const;
  });
}

function labelOf({ call, worker, workers, events }: Call): string {
  if (call === "build") return visibleLine(`build ${worker} of ${workers}`);
  return call === "close" ? "close" : `write ${rangeText(events ?? [])}`;
}
