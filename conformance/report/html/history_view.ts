import type { Call, Contents, Trace } from "../../../src/protocol/mod.ts";
import { describeValue } from "../../describe.ts";
import { anomaliesOf } from "../../judge/anomalies.ts";
import type { Counterexample } from "../../report.ts";
import { visibleJson, visibleLine } from "../../visible.ts";
import type { RenderOptions } from "../format.ts";
import { legible } from "../json.ts";
import { type Block, lanesOf } from "../lanes.ts";
import { callNotes, callWords, outcomeText, rangeText, replayText, timesText } from "../words.ts";
import { differenceIn } from "./difference.ts";
import { heldOf, type KnownThen, wrongsOf } from "./held.ts";
import type { CallView, EventView, HeldView, HistoryView } from "./model.ts";

/** Puts all that a page shows of a counterexample into words. */
export function historyView(
  counterexample: Counterexample,
  { replay = replayText }: RenderOptions,
): HistoryView {
  const { message, trace, contents, stepwise } = counterexample;
  const times = timesText(counterexample);
  const { columns, runs, blocks } = lanesOf(trace);
  const wrongs = wrongsOf(anomaliesOf(trace));
  const written = writtenBefore(trace, Infinity);
  const { difference, events } = differenceIn(counterexample);
  const later = laterHeld(trace, { trace, wrongs, written, earlier: contents });
  return {
    message,
    ...(times !== undefined && { times }),
    replay: replay(counterexample.replay),
    columns,
    runs,
    calls: callViews(counterexample, blocks),
    source: stepwise ? "further" : "judged",
    strayed: stepwise !== undefined && strays(stepwise, contents),
    end: trace.unreadable === undefined
      ? heldOf(contents, { trace, wrongs, written })
      : { unreadable: trace.unreadable },
    ...(later && { later }),
    difference,
    ...eventViews(counterexample, events),
    trace: visibleJson(JSON.stringify(legible(trace)) ?? "").slice(0, traceLimit),
  };
}

/** More of a trace is in no page. */
const traceLimit = 20_000;

function laterHeld(trace: Trace, known: KnownThen): HeldView | undefined {
  const { lateContents: late, lateUnreadable, unreadable } = trace;
  if (lateUnreadable !== undefined) return { unreadable: lateUnreadable };
  const same = unreadable === undefined && sameHeld(late, known.earlier);
  return late === undefined || same ? undefined : heldOf(late, known);
}

/** Whether a further execution left something else behind than the one that was judged. */
function strays({ contents: stored }: Trace, contents: Contents): boolean {
  return stored !== undefined && !sameHeld(stored, contents);
}

/** Whether the same events stand at the same places. */
function sameHeld(one: Contents | undefined, other: Contents | undefined): boolean {
  const eventAt = (contents: Contents | undefined, place: number) => {
    const stored = contents?.[place];
    return typeof stored === "number" ? stored : stored?.event;
  };
  return one?.length === other?.length &&
    (one ?? []).every((_, place) => eventAt(one, place) === eventAt(other, place));
}

/** The events of all writes that ended before a moment, in ascending order. */
function writtenBefore({ calls }: Trace, time: number): readonly number[] {
  const events = calls.filter(({ end }) => end !== null && end <= time)
    .flatMap(({ events = [] }) => events);
  return [...new Set(events)].sort((a, b) => a - b);
}

function callViews(
  { trace, stepwise, calls: about, contents }: Counterexample,
  blocks: readonly Block[],
): readonly CallView[] {
  const wrongs = wrongsOf(anomaliesOf(trace));
  const further = new Map(stepwise && keyed(stepwise.calls));
  const keys = keyed(trace.calls);
  let earlier: Contents | undefined = [];
  return blocks.map(({ call, column, start, end }, index): CallView => {
    const read = further.get(keys[index]![0]) ?? call;
    const isLast = index === blocks.length - 1 && stepwise === undefined;
    const held = read.after ?? (isLast && trace.unreadable === undefined ? contents : undefined);
    const why = read.unreadable ?? (isLast ? trace.unreadable : undefined);
    const known = { trace, wrongs, written: writtenBefore(trace, call.end ?? Infinity) };
    const before = index > 0 && earlier === undefined ? read.before : undefined;
    const outcome = outcomeText(call);
    const view: CallView = {
      kind: `${call.call} ${call.outcome.kind}${call.fault ? " fault" : ""}`,
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
        before: heldOf(before, { ...known, written: writtenBefore(trace, call.start) }),
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

/** So many events are shown at most. */
const eventLimit = 24;

/** The events that are not shown already, first those with which something is wrong. */
function eventViews(
  { trace, anyOther = [] }: Counterexample,
  without: ReadonlySet<number>,
): { readonly events: readonly EventView[]; readonly moreEvents: number } {
  const { events } = trace;
  const wrong = anomaliesOf(trace).flatMap(({ event }) => event ?? []).sort((a, b) => a - b);
  const all = [...new Set([...wrong, ...events.keys()])]
    .filter((index) => index < events.length && !without.has(index));
  const shown = all.slice(0, eventLimit);
  return {
    events: shown.map((index) => ({
      name: `e${index}`,
      value: describeValue(events[index], 400),
      any: anyOther.includes(index),
    })),
    moreEvents: all.length - shown.length,
  };
}
