import type { Call, Contents, Trace } from "../../src/protocol/mod.ts";
import { type Account, accountOf } from "./account.ts";
import type { Anomaly, AnomalyKind } from "./anomalies.ts";

/** Whether an anomaly is about a batch whose write failed. */
export function isOfBrokenBatch(kind: AnomalyKind): boolean {
  return kind === "torn" || kind === "gap" || kind === "published";
}

/** What is wrong with batches whose write failed: they may be there or not, but not anyhow. */
export function brokenBatches(trace: Trace): readonly Anomaly[] {
  const failed = trace.calls.filter(isBroken);
  if (failed.length === 0) return [];
  const stored = storedEvents(trace.contents ?? []);
  const accounts = accountOf(trace);
  return failed.flatMap((write) => [
    ...torn(trace, write, stored),
    ...gaps(trace, write, stored, accounts),
    ...published(trace, write),
  ]);
}

/** A write that the storage failed, of a partition that was still open. */
function isBroken({ call, fault, outcome, invalid }: Call): boolean {
  return call === "write" && fault !== undefined && outcome.kind === "threw" && !invalid;
}

/** Where batches are claimed to be atomic, one that failed is stored whole or not at all. */
function torn(
  { guarantees }: Trace,
  { events = [] }: Call,
  stored: ReadonlySet<number | undefined>,
): readonly Anomaly[] {
  const there = events.filter((event) => stored.has(event));
  if (!guarantees?.atomicBatches || there.length === 0 || there.length === events.length) return [];
  return [{
    kind: "torn",
    event: there[0]!,
    text: `${there.length} of the ${events.length} events of a batch that failed are stored`,
  }];
}

/** What of a partition is stored after a failure begins with its first event, and leaves none out. */
function gaps(
  { calls, guarantees, keys }: Trace,
  { partition, start }: Call,
  stored: ReadonlySet<number | undefined>,
  accounts: readonly Account[],
): readonly Anomaly[] {
  if (guarantees?.order === "none") return [];
  const late = calls.some((it) =>
    it.call === "close" && it.partition === partition && it.start < start
  );
  const events = calls.flatMap((it) =>
    it.call === "write" && it.partition === partition && !it.invalid ? it.events ?? [] : []
  );
  const standing = new Set(keys && [...stored].map((event) => keys[event ?? -1]));
  // An event of the same key may stand in its place.
  const gap = events.findIndex((event) =>
    !stored.has(event) && !(keys && standing.has(keys[event]))
  );
  const later = gap < 0 ? undefined : events.slice(gap).find((event) => stored.has(event));
  // What must be there and is not was lost: that is told already.
  if (late || later === undefined || accounts[events[gap]!]?.due === "must") return [];
  return [{
    kind: "gap",
    event: later,
    text: `event ${later} is stored although event ${events[gap]}, which came before it, is not`,
  }];
}

/** What close makes of a batch that failed: all of it or nothing, since a reader takes it for whole. */
function published({ calls, guarantees }: Trace, write: Call): readonly Anomaly[] {
  const { events = [], partition, fault } = write;
  const close = calls.find((it) =>
    it.call === "close" && it.partition === partition && it.start > write.start
  );
  if (!close?.before || !close.after || fault?.kind !== "reject") return [];
  const [before, after] = [storedEvents(close.before), storedEvents(close.after)];
  const come = events.filter((event) => after.has(event) && !before.has(event));
  const there = events.filter((event) => after.has(event));
  if (come.length === 0 || there.length === events.length) return [];
  // Where order is claimed, a part that is not the first is a gap.
  const first = there.every((event, index) => event === events[index]);
  if (!first && guarantees?.order !== "none") return [];
  return [{
    kind: "published",
    event: come[0]!,
    text: `of the ${events.length} events of a write that failed, close stored ${come.length}`,
  }];
}

/** The events that are stored, altered ones included. */
export function storedEvents(contents: Contents): ReadonlySet<number | undefined> {
  return new Set(contents.map((stored) => typeof stored === "number" ? stored : stored.event));
}
