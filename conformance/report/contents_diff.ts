import { diffArrays } from "diff";
import type { Contents, Stored, Trace } from "../../src/protocol/mod.ts";
import { describeValue } from "../describe.ts";
import { anomaliesOf } from "../judge/anomalies.ts";

/** One stored or expected event: `-` is expected and not there, `+` is there and not expected, a blank is both. */
export interface DiffLine {
  readonly mark: "-" | "+" | " ";
  /** The event by index; none for a value that nobody wrote. */
  readonly event: number | undefined;
  /** `e0 = "a"`, or the value of what nobody wrote. */
  readonly text: string;
}

/**
 * What is stored in the end beside what was expected, in storage order. Where any order will do, that of the storage
 * is expected: nothing is told to be out of place that may stand where it does.
 *
 * @returns the lines; none when nothing differs, or when nobody could read what is stored.
 */
export function contentsDiff(trace: Trace): readonly DiffLine[] {
  const contents = trace.lateContents ?? trace.contents;
  if (!contents || (trace.lateUnreadable ?? trace.unreadable) !== undefined) return [];
  const anomalies = anomaliesOf(trace);
  const eventsOfKind = (...kinds: readonly string[]) =>
    new Set(anomalies.filter(({ kind }) => kinds.includes(kind)).map(({ event }) => event));
  const unwanted = eventsOfKind("extra", "stale");
  const disordered = eventsOfKind("shuffled", "swapped").size > 0;
  const repeated = eventsOfKind("repeated");
  const seen = new Set<number>();
  const kept = contents.flatMap((stored) => {
    const event = eventOf(stored);
    if (event === undefined || unwanted.has(event)) return [];
    // What may be there twice is expected as often as it is.
    if (seen.has(event) && repeated.has(event)) return [];
    seen.add(event);
    return [event];
  });
  const lost = [...eventsOfKind("lost")].filter((event) => event !== undefined && !seen.has(event));
  const partitions = partitionsOf(trace);
  const expected = withLost(
    disordered ? inWrittenOrder(kept, partitions) : kept,
    (lost as number[]).sort((a, b) => a - b),
    partitions,
  );
  return linesOf(expected, contents, trace);
}

function eventOf(stored: Stored): number | undefined {
  return typeof stored === "number" ? stored : stored.event;
}

/** The partition that each event was written to. */
function partitionsOf({ calls }: Trace): ReadonlyMap<number, number> {
  return new Map(
    calls.flatMap(({ events = [], partition }) => events.map((event) => [event, partition])),
  );
}

/** Every partition keeps the places it has, and its events stand there as they were written. */
function inWrittenOrder(
  events: readonly number[],
  partitions: ReadonlyMap<number, number>,
): readonly number[] {
  const byPartition = Map.groupBy(events, (event) => partitions.get(event));
  const queues = new Map(
    [...byPartition].map(([partition, own]) => [partition, own.toSorted((a, b) => a - b).values()]),
  );
  return events.map((event) => queues.get(partitions.get(event))!.next().value!);
}

/** Each lost event goes behind the one that its partition was given before it. */
function withLost(
  events: readonly number[],
  lost: readonly number[],
  partitions: ReadonlyMap<number, number>,
): readonly number[] {
  const expected = [...events];
  for (const event of lost) {
    const before = expected.findLastIndex((other) =>
      other < event && partitions.get(other) === partitions.get(event)
    );
    expected.splice(before + 1, 0, event);
  }
  return expected;
}

/** An altered event is not the one that was expected. */
interface DiffEntry {
  readonly event: number | undefined;
  readonly isAltered: boolean;
  readonly value: () => unknown;
}

/** Edits that are looked for; what differs in more of them is shown as all of one and all of the other. */
const mostEdits = 400;

function linesOf(
  expected: readonly number[],
  contents: Contents,
  { events }: Trace,
): readonly DiffLine[] {
  const wanted = expected.map((event): DiffEntry => ({
    event,
    isAltered: false,
    value: () => events[event],
  }));
  const there = contents.map((stored): DiffEntry =>
    typeof stored === "number"
      ? { event: stored, isAltered: false, value: () => events[stored] }
      : { event: stored.event, isAltered: true, value: () => stored.value }
  );
  const changes = diffArrays(wanted, there, {
    comparator: (a, b) => a.event === b.event && !a.isAltered && !b.isAltered,
    maxEditLength: mostEdits,
  }) ?? [
    { removed: true, added: false, value: wanted },
    { removed: false, added: true, value: there },
  ];
  if (changes.every(({ added, removed }) => !added && !removed)) return [];
  return changes.flatMap(({ added, removed, value }) =>
    value.map((entry): DiffLine => ({
      mark: added ? "+" : removed ? "-" : " ",
      event: entry.event,
      text: textOf(entry),
    }))
  );
}

function textOf({ event, value }: DiffEntry): string {
  const text = describeValue(value(), 160);
  return event === undefined ? text : `e${event} = ${text}`;
}
