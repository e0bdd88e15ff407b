import type { Contents, Trace } from "../../../src/protocol/mod.ts";
import { describeValue } from "../../describe.ts";
import { anomaliesOf, type Anomaly } from "../../judge/anomalies.ts";
import type { Counterexample } from "../../report.ts";
import { visibleJson } from "../../visible.ts";
import { legible } from "../json.ts";
import { lanesOf } from "../lanes.ts";
import { timesText } from "../words.ts";
import { callViews, writesOf, writtenBefore } from "./call_views.ts";
import { differenceIn } from "./difference.ts";
import { heldOf, type KnownThen, wrongsOf } from "./held.ts";
import type { EventView, HeldView, HistoryView } from "./model.ts";

/** Puts all that a page shows of a counterexample into words. */
export function historyView(counterexample: Counterexample): HistoryView {
  const { message, trace, contents, stepwise, anyOther = [] } = counterexample;
  const times = timesText(counterexample);
  const { columns, runs, blocks } = lanesOf(trace);
  const anomalies = anomaliesOf(trace);
  const wrongs = wrongsOf(anomalies);
  const written = writtenBefore(writesOf(trace), Infinity);
  const anyEvents = trace.events.length > 0 &&
    trace.events.every((_, index) => anyOther.includes(index));
  const told = anyEvents ? [] : anyOther;
  const { difference, events } = differenceIn(trace, told);
  const later = laterHeld(trace, { trace, wrongs, written, earlier: contents });
  return {
    message,
    ...(times !== undefined && { times }),
    columns,
    runs,
    calls: callViews(counterexample, blocks, wrongs),
    source: stepwise ? "further" : "judged",
    strayed: stepwise !== undefined && strays(stepwise, contents),
    end: trace.unreadable === undefined
      ? heldOf(contents, { trace, wrongs, written })
      : { unreadable: trace.unreadable },
    ...(later && { later }),
    difference,
    anyEvents,
    ...eventViews(trace, { anomalies, anyOther: told, without: events }),
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

/** So many events are shown at most. */
const eventLimit = 8;

/** What is known of the events of a trace. */
interface EventsKnown {
  readonly anomalies: readonly Anomaly[];
  /** Those whose value does not matter. */
  readonly anyOther: readonly number[];
  /** Those that are shown already. */
  readonly without: ReadonlySet<number>;
}

/** The events that are not shown already, first those with which something is wrong. */
function eventViews(
  { events }: Trace,
  { anomalies, anyOther, without }: EventsKnown,
): { readonly events: readonly EventView[]; readonly moreEvents: number } {
  const wrong = anomalies.flatMap(({ event }) => event ?? []).sort((a, b) => a - b);
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
