import type { RuleId } from "../rule_id.ts";
import type { AnomalyKind } from "./anomalies.ts";
import type { Cause } from "./causes.ts";

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

/** Why nothing is missed where a cell is not claimed. */
const why = {
  ofABatch:
    "a batch that failed is broken by its own failure, or by that of another batch of its partition",
  unclear:
    "only what is repeated can come of an outcome that was unclear; all else is told by its place",
  ofItsOwnClose:
    "without the closes of its peers a partition is written to as before: only its own close can be another",
  nothingPending:
    "only what is lost can have been pending: the variant adds writes, and takes nothing away",
  notGone: "only what is gone, or has come, can be told to have been there before a build",
  buildFirst: "a build is the first call of its partition",
  anotherCall: "a call that is refused is another one than the call that the storage failed",
  failedClose:
    "a close that says that it failed has promised nothing: only what cannot be read is wrong then",
  mayThrow:
    "a call that the storage fails, or after a close, or without its usual arguments, may throw",
  comesFirst: "a call that comes after it is late, early or in a later run, and that comes first",
  wholeStorage: "a storage that cannot be read is nobody's: it is told by what made it so",
  ofNobody:
    "a value that nobody wrote belongs to no worker, and what was refused was late or cannot be held: that comes first",
} as const;

const unclaimed = (reason: keyof typeof why): Unclaimed => ({ unclaimed: why[reason] });

/** What only failures bring about. */
const unbroken = {
  torn: unclaimed("ofABatch"),
  gap: unclaimed("ofABatch"),
  published: unclaimed("ofABatch"),
};

/** What is wrong with a batch that failed. */
const broken = {
  torn: "fault.atomic-batch",
  gap: "fault.no-gap",
  published: "close.no-success-marker",
} as const;

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
    unreadable: rule,
    "refused-build": rule,
    "refused-write": rule,
    "refused-close": rule,
    ...unbroken,
    ...others,
  };
}

/** The rules that need no cause. */
const plain: Row = {
  lost: "write.stored",
  repeated: "write.once",
  extra: "write.nothing-extra",
  altered: "write.faithful",
  shuffled: "order.within-batch",
  swapped: "order.across-batches",
  stale: "write.last-wins",
  unreadable: "write.stored",
  "refused-build": "build.partition",
  "refused-write": "write.accepts",
  "refused-close": "close.flushes",
  ...unbroken,
};

/** A failure of the storage: what is lost is told by where it struck, all else by what came of it. */
function failure(lost: RuleId, others: Partial<Row> = {}): Row {
  return {
    ...plain,
    lost,
    altered: lost,
    unreadable: lost,
    "refused-build": lost,
    "refused-write": lost,
    "refused-close": lost,
    ...others,
  };
}

/** A row that claims one kind of anomaly, and nothing else for one reason. */
function claiming(kinds: Partial<Row>, reason: keyof typeof why): Row {
  return {
    lost: unclaimed(reason),
    repeated: unclaimed(reason),
    extra: unclaimed(reason),
    altered: unclaimed(reason),
    shuffled: unclaimed(reason),
    swapped: unclaimed(reason),
    stale: unclaimed(reason),
    unreadable: unclaimed(reason),
    "refused-build": unclaimed(reason),
    "refused-write": unclaimed(reason),
    "refused-close": unclaimed(reason),
    ...unbroken,
    ...kinds,
  };
}

const noBuild = { "refused-build": unclaimed("comesFirst") };
const noCall = { ...noBuild, "refused-write": unclaimed("comesFirst") };

const nobodys = { unreadable: unclaimed("wholeStorage") };

/** The table. */
export const attribution: Attribution = {
  plain,
  unknown: plain,
  // A storage that refuses now and then does so in whichever call comes to it.
  chance: {
    ...plain,
    ...broken,
    "refused-build": "write.accepts",
    "refused-close": "write.accepts",
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
  "minimal-arguments": row("build.minimal-arguments", { "refused-build": unclaimed("mayThrow") }),
  "string-config": row("config.strings"),
  "invalid-event": row("write.rejects-unsupported", {
    lost: "fault.earlier-batches",
    repeated: "write.once",
    "refused-build": unclaimed("buildFirst"),
    "refused-close": "close.after-failed-write",
  }),
  "invalid-event-of-peer": row("workers.isolated-failure", nobodys),
  "invalid-event-of-earlier-run": row("write.rejects-unsupported", nobodys),
  "fault-in-build": failure("fault.surfaces", { "refused-build": unclaimed("mayThrow") }),
  "fault-in-write": failure("fault.surfaces", {
    ...broken,
    "refused-build": unclaimed("anotherCall"),
    "refused-write": unclaimed("mayThrow"),
    "refused-close": unclaimed("anotherCall"),
  }),
  "fault-in-close": failure("close.reports-failed-flush", {
    "refused-build": unclaimed("anotherCall"),
    "refused-write": unclaimed("mayThrow"),
    "refused-close": unclaimed("mayThrow"),
  }),
  "fault-in-failed-close": claiming({ unreadable: "close.no-success-marker" }, "failedClose"),
  "fault-in-other-call": failure("fault.earlier-batches", {
    gap: "fault.no-gap",
    "refused-build": unclaimed("buildFirst"),
    "refused-write": "fault.surfaces",
    "refused-close": "close.after-failed-write",
  }),
  "fault-of-peer": failure("workers.isolated-failure", {
    extra: unclaimed("ofNobody"),
    ...nobodys,
  }),
  "fault-of-earlier-run": failure("fault.recovers", { extra: unclaimed("ofNobody"), ...nobodys }),
  "fault-on-bridge": failure("bridge.errors-surface", {
    "refused-build": unclaimed("buildFirst"),
  }),
  "unclear-outcome": claiming({ repeated: "fault.no-duplicates" }, "unclear"),
  // Time is no rule's own: what it brings to light is what shows.
  pause: { ...plain, lost: "close.flushes" },
  "overlapping-builds": row("build.concurrent"),
  overlap: row("workers.no-cross-talk"),
  twin: row("build.same-index-twice"),
  "early-close": row("workers.isolated-close"),
  "peer-close": claiming(
    { "refused-close": "workers.isolated-close" },
    "ofItsOwnClose",
  ),
  rescale: row("restart.rescale"),
  restart: row("restart.keeps"),
  "late-build": row("workers.late-build"),
  "build-over-stored": claiming({ lost: "build.preserves", extra: "build.preserves" }, "notGone"),
  "close-order": row("close.any-order", noCall),
  "idle-worker": row("build.preserves", {
    ...noCall,
    extra: "close.without-write",
    "refused-close": "close.without-write",
  }),
  interleaving: row("workers.no-cross-talk", noBuild),
  "any-worker": row("build.any-worker"),
  // Which batch comes last is a matter of batches.
  split: row("write.split-invariant", {
    ...noBuild,
    swapped: "order.across-batches",
    stale: "write.last-wins",
  }),
  pending: claiming({ lost: "close.flushes" }, "nothingPending"),
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
