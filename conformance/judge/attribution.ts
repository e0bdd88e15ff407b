import type { RuleId } from "../rule_id.ts";
import type { AnomalyKind } from "./anomalies.ts";

/**
 * What an anomaly is blamed on: a factor of its history, refined by what happened, or none. `plain`: it needs
 * nothing particular; `unknown`: something, and it cannot be told what; `chance`: it did not recur.
 */
export const causes = [
  "plain",
  "unknown",
  "chance",
  "late-write",
  "repeated-close",
  "close-after-failed-close",
  "empty-batch",
  "array-reused",
  "event-changed",
  "frozen-node",
  "frozen-config",
  "frozen-events",
  "minimal-arguments",
  "string-config",
  "invalid-event",
  "invalid-event-of-peer",
  "invalid-event-of-earlier-run",
  "fault-in-build",
  "fault-in-write",
  "fault-in-close",
  "fault-in-other-call",
  "fault-of-peer",
  "fault-of-earlier-run",
  "fault-on-bridge",
  "unclear-outcome",
  "pause",
  "overlapping-builds",
  "overlap",
  "twin",
  "early-close",
  "peer-close",
  "rescale",
  "restart",
  "late-build",
  "build-over-stored",
  "close-order",
  "idle-worker",
  "interleaving",
  "any-worker",
  "split",
  "pending",
] as const;

/** One of {@linkcode causes}. */
export type Cause = typeof causes[number];

/** A cell that no rule claims, with the reason why nothing is missed by that. */
export interface Unclaimed {
  /** The reason, in a sentence without a full stop. */
  readonly unclaimed: string;
}

/** Which rule claims what: one row a cause. */
export type Attribution = Readonly<
  Record<Cause, Readonly<Record<AnomalyKind, RuleId | Unclaimed>>>
>;

type Row = Attribution[Cause];

const onlyFailures: Unclaimed = {
  unclaimed:
    "only a write that failed can be torn, leave a gap or be published, and its fault comes first",
};

/** A row whose anomalies are one rule's, with the exceptions. */
function row(rule: RuleId, others: Partial<Row> = {}): Row {
  return {
    lost: rule,
    repeated: rule,
    extra: rule,
    altered: rule,
    shuffled: rule,
    swapped: rule,
    stale: rule,
    "refused-build": rule,
    "refused-write": rule,
    "refused-close": rule,
    torn: onlyFailures,
    gap: onlyFailures,
    published: onlyFailures,
    ...others,
  };
}

/** The rules about failures of their own, which are the same wherever the fault struck. */
const broken: Partial<Row> = {
  torn: "fault.atomic-batch",
  gap: "fault.no-gap",
  published: "close.no-success-marker",
};

const plain: Row = {
  lost: "write.stored",
  repeated: "write.once",
  extra: "write.nothing-extra",
  altered: "write.faithful",
  shuffled: "order.within-batch",
  swapped: "order.across-batches",
  stale: "write.last-wins",
  "refused-build": "build.partition",
  "refused-write": "write.accepts",
  "refused-close": "close.flushes",
  torn: "fault.atomic-batch",
  gap: "fault.no-gap",
  published: "close.no-success-marker",
};

/** A failure of the storage: what is lost is told by where it struck, all else by what came of it. */
function failure(lost: RuleId, others: Partial<Row> = {}): Row {
  return {
    ...plain,
    lost,
    altered: lost,
    "refused-build": lost,
    "refused-write": lost,
    "refused-close": lost,
    ...broken,
    ...others,
  };
}

const nothingPending: Unclaimed = {
  unclaimed:
    "only what is lost can have been pending: the variant adds a write, and takes nothing away",
};

/** The table. */
export const attribution: Attribution = {
  plain,
  unknown: plain,
  // A storage that refuses now and then does so in whichever call comes to it.
  chance: {
    ...plain,
    "refused-build": "write.accepts",
    "refused-close": "write.accepts",
    gap: "write.stored",
  },
  "late-write": row("close.rejects-later-writes"),
  "repeated-close": row("close.idempotent"),
  "close-after-failed-close": row("close.idempotent", { lost: "close.honest-after-failure" }),
  "empty-batch": row("write.empty-batch"),
  "array-reused": row("write.batch-not-retained"),
  "event-changed": row("write.events-copied"),
  "frozen-node": row("node.immutable"),
  "frozen-config": row("build.config-untouched"),
  "frozen-events": row("write.items-untouched"),
  "minimal-arguments": row("build.minimal-arguments"),
  "string-config": row("config.strings"),
  "invalid-event": row("write.rejects-unsupported", {
    lost: "fault.earlier-batches",
    repeated: "write.once",
    "refused-close": "close.after-failed-write",
  }),
  "invalid-event-of-peer": row("workers.isolated-failure"),
  "invalid-event-of-earlier-run": row("write.rejects-unsupported"),
  "fault-in-build": failure("fault.surfaces"),
  "fault-in-write": failure("fault.surfaces", { "refused-close": "close.after-failed-write" }),
  "fault-in-close": failure("close.reports-failed-flush"),
  "fault-in-other-call": failure("fault.earlier-batches", {
    "refused-close": "close.after-failed-write",
  }),
  "fault-of-peer": failure("workers.isolated-failure"),
  "fault-of-earlier-run": failure("fault.recovers"),
  "fault-on-bridge": failure("bridge.errors-surface", {
    "refused-close": "close.after-failed-write",
  }),
  "unclear-outcome": { ...plain, repeated: "fault.no-duplicates" },
  // Time is no rule's own: what it brings to light is what shows.
  pause: { ...plain, lost: "close.flushes" },
  "overlapping-builds": row("build.concurrent"),
  overlap: row("workers.no-cross-talk"),
  twin: row("build.same-index-twice"),
  "early-close": row("workers.isolated-close"),
  "peer-close": row("workers.isolated-close"),
  rescale: row("restart.rescale"),
  restart: row("restart.keeps"),
  "late-build": row("workers.late-build"),
  "build-over-stored": row("build.preserves"),
  "close-order": row("close.any-order"),
  "idle-worker": row("build.preserves", {
    extra: "close.without-write",
    "refused-close": "close.without-write",
  }),
  interleaving: row("workers.no-cross-talk"),
  "any-worker": row("build.any-worker"),
  // Which batch comes last is a matter of batches.
  split: row("write.split-invariant", {
    swapped: "order.across-batches",
    stale: "write.last-wins",
  }),
  pending: {
    ...row("close.flushes"),
    ...Object.fromEntries(
      ([
        "repeated",
        "extra",
        "altered",
        "shuffled",
        "swapped",
        "stale",
        "refused-build",
        "refused-write",
        "refused-close",
      ] as const)
        .map((kind) => [kind, nothingPending]),
    ),
  } as Row,
};

/** The rule that claims a kind of anomaly with this cause; `undefined` where none does. */
export function claimOf(cause: Cause, kind: AnomalyKind): RuleId | undefined {
  const claim = attribution[cause][kind];
  return typeof claim === "string" ? claim : undefined;
}

/** The rules that claim anything. */
export const claimedRules: ReadonlySet<RuleId> = new Set(
  Object.values(attribution).flatMap((row) =>
    Object.values(row).filter((claim) => typeof claim === "string")
  ),
);

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
  "invalid-event-of-peer": "another worker had been given an event that it cannot store",
  "invalid-event-of-earlier-run": "an earlier run had been given an event that it cannot store",
  "fault-in-build": "the storage failed during the build, and the build did not say so",
  "fault-in-write": "the storage failed during that write, and the write did not say so",
  "fault-in-close": "the storage failed during that close, and the close did not say so",
  "fault-in-other-call": "the storage had failed during another call of that partition",
  "fault-of-peer": "the storage had failed another worker",
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
  "any-worker": "with a single worker this does not happen",
  split: "as a single batch the same events are stored correctly",
  pending: "followed by many more events it is stored: it was pending, and close dropped it",
};
