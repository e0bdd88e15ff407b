import type { AnomalyKind } from "./anomalies.ts";
import { isOfBrokenBatch } from "./broken_batches.ts";
import type { Factor } from "./factors.ts";

/**
 * What an anomaly is blamed on: a factor of its history, refined by what happened, or none. `plain`: it needs
 * nothing particular; `unknown`: something, and it cannot be told what; `chance`: it did not recur. A fault is
 * told by where it struck.
 */
export type Cause =
  | "plain"
  | "unknown"
  | "chance"
  | Exclude<Factor, "fault">
  // What some factors turn out to be, seen from what suffers.
  | "close-after-failed-close"
  | "invalid-event-of-peer"
  | "invalid-event-of-earlier-run"
  | "fault-in-build"
  | "fault-in-write"
  | "fault-in-close"
  | "fault-in-failed-close"
  | "fault-in-other-call"
  | "fault-of-peer"
  | "fault-of-earlier-run"
  | "fault-on-bridge"
  | "unclear-outcome"
  | "build-over-stored";

/** What is said of an anomaly with this cause; nothing where it needs nothing particular. */
export const becauseOf: Readonly<Record<Cause, string>> = {
  plain: "",
  unknown: "its cause cannot be told",
  chance: "it does not recur",
  "late-write": "when it is written before close this does not happen",
  "repeated-close": "when each partition is closed once this does not happen",
  "close-after-failed-close": "its close failed, and a second close then succeeded",
  "empty-batch": "with an event in the empty batch this does not happen",
  "array-reused":
    "when the caller leaves its array alone this does not happen: the sink keeps the array itself",
  "event-changed":
    "when the caller leaves its events alone this does not happen: the sink keeps the events themselves",
  "frozen-node": "with a node that is not frozen this does not happen",
  "frozen-config": "with a configuration that is not frozen this does not happen",
  "frozen-events": "with a batch that is not frozen this does not happen",
  "minimal-arguments": "with a bridge and a session manager this does not happen",
  "string-config": "with values of their own types in the configuration this does not happen",
  "invalid-event": "without the event that it cannot store this does not happen",
  "invalid-event-of-peer": "another partition had been given an event that it cannot store",
  "invalid-event-of-earlier-run": "an earlier run had been given an event that it cannot store",
  "fault-in-build": "the storage failed during the build, and the build did not say so",
  "fault-in-write": "the storage failed during that write, and the write did not say so",
  "fault-in-close": "the storage failed during that close, and the close did not say so",
  "fault-in-failed-close": "the storage had failed during a close, which said so",
  "fault-in-other-call": "the storage had failed during another call of that partition",
  "fault-of-peer": "the storage had failed another partition",
  "fault-of-earlier-run":
    "an earlier run had met a failure of the storage, which was healed by then",
  "fault-on-bridge": "a bridge task failed, and its call did not say so",
  "unclear-outcome": "without the failure, whose outcome was unclear, this does not happen",
  pause: "when no time passes between the calls this does not happen",
  "overlapping-builds": "when the builds follow one another this does not happen",
  overlap: "when the calls follow one another this does not happen",
  twin: "with a worker index of its own for each partition this does not happen",
  "early-close": "when no worker closes before the last write this does not happen",
  "peer-close": "when that partition alone is closed this does not happen",
  rescale: "with the same number of workers in every run this does not happen",
  restart: "within a single run this does not happen",
  "late-build": "when every partition is built before the first write this does not happen",
  "build-over-stored": "it was stored before another partition was built, and gone thereafter",
  "close-order": "when the workers close in another order this does not happen",
  "idle-worker": "when every worker writes something this does not happen",
  interleaving: "when one worker writes after the other this does not happen",
  "any-worker": "with a single partition this does not happen",
  split: "as a single batch the same events are stored correctly",
  pending: "followed by many more events it is stored: it was pending, and close dropped it",
};

/** The same of one kind of anomaly: what broke a batch that failed came of a write that said so. */
export function becauseFor(kind: AnomalyKind, cause: Cause): string {
  return cause === "fault-in-write" && isOfBrokenBatch(kind)
    ? "the storage failed during that write"
    : becauseOf[cause];
}

/** Every cause. */
export const causes: readonly Cause[] = Object.keys(becauseOf) as Cause[];
