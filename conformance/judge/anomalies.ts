import type { Call, Contents, Trace } from "../../src/protocol/mod.ts";
import { count, thrownText } from "../describe.ts";
import { differenceOf } from "../values/difference.ts";
import { type Account, accountOf, atTheEnd, isMissing, type Moment } from "./account.ts";
import {
  mayTellOfEarlierFailure,
  storesByItself,
  tellsOfHiddenFailure,
} from "./background_failure.ts";
import { isExit } from "./exits.ts";
import { disorder } from "./disorder.ts";
import { brokenBatches } from "./broken_batches.ts";

/** What can be wrong with the contents of a storage, or with a call that had no reason to fail. */
export const anomalyKinds = [
  "lost",
  "repeated",
  "extra",
  "altered",
  "shuffled",
  "swapped",
  "stale",
  "unreadable",
  "refused-build",
  "refused-write",
  "refused-close",
  "torn",
  "gap",
  "published",
] as const;

/** One of {@linkcode anomalyKinds}. */
export type AnomalyKind = typeof anomalyKinds[number];

/** Whether it is a call that threw without a reason. */
export function isRefusal(kind: AnomalyKind): boolean {
  return kind.startsWith("refused");
}

/** One thing that is wrong in a trace, before anybody is blamed for it. */
export interface Anomaly {
  /** What it is. */
  readonly kind: AnomalyKind;
  /** The event it is about, by index. */
  readonly event?: number;
  /** The call it is about, or during which it came about, by index. */
  readonly call?: number;
  /** It in a sentence without a full stop. */
  readonly text: string;
}

/** Everything that is wrong in a trace. Empty for a sink that kept all it was given. */
export function anomaliesOf(trace: Trace): readonly Anomaly[] {
  // With a configuration to refuse, whatever follows a build that took it is open; so is what a storage holds
  // that hung, or that a call never came back from.
  if (trace.given?.invalidKey !== undefined) return [];
  if (isExact(trace)) return [];
  const refused = refusals(trace);
  const open = trace.calls.some(({ outcome, fault }) =>
    outcome.kind === "unsettled" || fault?.kind === "hang"
  );
  if (open) return [];
  const contents = trace.lateContents ?? trace.contents;
  if (!contents) return [...refused, ...unreadableAtTheEnd(trace)];
  const during = trace.calls.flatMap((call, index) => seenDuring(trace, call, index));
  return [
    ...refused,
    ...during,
    ...contentAnomalies(trace, contents, atTheEnd),
    ...brokenBatches(trace),
  ];
}

/** A storage that cannot be read: of its events nothing can be told. */
function unreadableAtTheEnd({ unreadable: why }: Trace): readonly Anomaly[] {
  if (why === undefined) return [];
  return [{ kind: "unreadable", text: `the storage cannot be read any more: ${why}` }];
}

/** The kinds of anomalies of a trace, each once. */
export function kindsOf(trace: Trace): readonly AnomalyKind[] {
  return [...new Set(anomaliesOf(trace).map(({ kind }) => kind))];
}

/**
 * The quick way out for the usual case: everything written is there once, in the order of writing, but for what
 * was refused after a close.
 */
function isExact({ contents, events, calls, keys }: Trace): boolean {
  if (!contents || contents.length > events.length) return false;
  if (keys && new Set(keys).size < keys.length) return false;
  const closed = new Set<number>();
  let place = 0;
  for (const call of calls) {
    const { outcome, partition } = call;
    if (call.before || call.invalid) return false;
    const late = call.call !== "build" && closed.has(partition);
    if (outcome.kind !== "returned") {
      if (call.call !== "write" || !late || outcome.kind !== "threw") return false;
      continue;
    }
    if (call.call === "close") closed.add(partition);
    for (const event of call.events ?? []) if (contents[place++] !== event) return false;
  }
  return place === contents.length;
}

/** Calls that threw although nothing was wrong with the storage or the arguments. */
function refusals(trace: Trace): Anomaly[] {
  const { calls, given } = trace;
  const anomalies: Anomaly[] = [];
  const closes = new Map<number, Call>();
  const broken = new Set<number>();
  calls.forEach((call, index) => {
    const { partition, outcome } = call;
    const close = closes.get(partition);
    if (outcome.kind === "threw") {
      // Without its usual arguments a build may refuse.
      const refusal = call.call === "build" && given?.minimalArguments;
      // What ends the process is for calls.no-stray-errors to tell.
      const excused = isExit(outcome.error) || isExcused(call, close, broken.has(partition)) ||
        !broken.has(partition) && tellsOfBackground(call, trace);
      if (!refusal && !excused) {
        anomalies.push({
          kind: `refused-${call.call}`,
          call: index,
          text: `${callText(call)} threw ${thrownText(outcome.error)}`,
        });
      }
      if (call.call !== "close") broken.add(partition);
    }
    if (call.call === "close" && !close) closes.set(partition, call);
  });
  return anomalies;
}

/** Whether a call that threw had a reason: a write after close, a failing storage, an event it cannot hold. */
function isExcused(call: Call, close: Call | undefined, broken: boolean): boolean {
  if (call.call === "write") return Boolean(close || call.fault || call.invalid);
  if (call.call === "build") return call.fault !== undefined;
  // After a failed write even a storage that still fails is no reason to throw out of close.
  if (close) return close.outcome.kind === "threw" || call.fault !== undefined;
  return call.fault !== undefined && !broken;
}

/** Whether a call tells of a failure that its partition has met while none of its calls could tell. */
function tellsOfBackground(call: Call, trace: Trace): boolean {
  return tellsOfHiddenFailure(call, trace) ||
    storesByItself(trace.guarantees ?? {}) && mayTellOfEarlierFailure(call, trace.calls);
}

/** `the write of 2 events to worker 0`. */
export function callText({ call, events, worker }: Call): string {
  if (call === "write") {
    return `the write of ${count(events?.length ?? 0, "event")} to worker ${worker}`;
  }
  return `the ${call} of worker ${worker}`;
}

/** What went wrong during one call, where the contents were read before and after it. */
function seenDuring(observed: Trace, call: Call, index: number): readonly Anomaly[] {
  const { before, after, start, end } = call;
  if (!before || !after || end === null || call.fault) return [];
  // What must be readable before its partition is closed is for write.durable to judge.
  const trace: Trace = { ...observed, guarantees: { ...observed.guarantees, durable: "on-close" } };
  const known = new Set(
    contentAnomalies(trace, before, { time: start }).map(({ kind, event }) => `${kind}${event}`),
  );
  return contentAnomalies(trace, after, { time: end + 1 })
    .filter(({ kind, event }) => !known.has(`${kind}${event}`))
    .map((anomaly) => ({
      ...anomaly,
      call: index,
      text: `${anomaly.text}, seen after ${callText(call)}`,
    }));
}

function contentAnomalies(trace: Trace, contents: Contents, moment: Moment): Anomaly[] {
  const accounts = accountOf(trace, moment);
  const places = new Map<number, number[]>();
  const anomalies: Anomaly[] = [];
  let [strangers, altered] = [acceptedStrangers(trace), 0];
  contents.forEach((stored, place) => {
    const event = typeof stored === "number" ? stored : stored.event;
    if (event === undefined) {
      if (strangers-- > 0) return;
      anomalies.push({ kind: "extra", text: `the storage holds a value that nobody wrote` });
      return;
    }
    if (typeof stored !== "number") {
      // Of many the first is told in full: one is enough to see what becomes of an event.
      const difference = altered++ === 0
        ? `: ${differenceOf(stored.value, trace.events[event])}`
        : "";
      const text = `event ${event} is stored as another value${difference}`;
      anomalies.push({ kind: "altered", event, text });
    }
    const known = places.get(event);
    if (known) known.push(place);
    else places.set(event, [place]);
  });
  accounts.forEach((account, event) => {
    const anomaly = anomalyOf(account, event, places);
    // What is stored for a value that the storage cannot hold may look like an event.
    if (anomaly?.kind === "repeated" && strangers-- > 0) return;
    if (anomaly) anomalies.push(anomaly);
  });
  if (trace.guarantees?.order !== "none") anomalies.push(...disorder(trace, places, accounts));
  return trace.keys ? withoutLosers(anomalies, trace.keys) : anomalies;
}

/** An event that is missing where an older one of its key stands was not lost: it did not win. */
function withoutLosers(anomalies: readonly Anomaly[], keys: readonly string[]): Anomaly[] {
  const stale = new Set(
    anomalies.map(({ kind, event }) => kind === "stale" ? keys[event!] : undefined),
  );
  return anomalies.filter(({ kind, event }) => kind !== "lost" || !stale.has(keys[event!]));
}

/** Values that the storage cannot hold, it is said, and that a write took: what is stored for them is no extra. */
function acceptedStrangers({ calls }: Trace): number {
  let strangers = 0;
  for (const { invalid, outcome } of calls) {
    if (invalid && outcome.kind !== "threw") strangers += invalid.length;
  }
  return strangers;
}

function anomalyOf(
  account: Account,
  event: number,
  places: ReadonlyMap<number, readonly number[]>,
): Anomaly | undefined {
  const what = `event ${event}, written to worker ${account.write.worker}`;
  const times = places.get(event)?.length ?? 0;
  if (times === 0) {
    return isMissing(account, event, (one) => places.has(one))
      ? { kind: "lost", event, text: `${what}, is not stored` }
      : undefined;
  }
  if (account.due === "must-not") {
    return account.replaced
      ? { kind: "stale", event, text: `${what}, is stored although a later one has its key` }
      : { kind: "extra", event, text: `${what}, is stored although its write was refused` };
  }
  return times > account.atMost
    ? { kind: "repeated", event, text: `${what}, is stored ${times} times` }
    : undefined;
}
