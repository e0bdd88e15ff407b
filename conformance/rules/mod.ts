import type { Rule } from "../rule.ts";
import { type RuleId, ruleIds } from "../rule_id.ts";
import { rule as bridgeAwaited } from "./bridge/awaited.ts";
import { rule as bridgeCancellable } from "./bridge/cancellable.ts";
import { rule as bridgeErrorsSurface } from "./bridge/errors_surface.ts";
import { rule as buildAnyWorker } from "./build/any_worker.ts";
import { rule as buildConcurrent } from "./build/concurrent.ts";
import { rule as buildConfigUntouched } from "./build/config_untouched.ts";
import { rule as buildIndependent } from "./build/independent.ts";
import { rule as buildMinimalArguments } from "./build/minimal_arguments.ts";
import { rule as buildPartition } from "./build/partition.ts";
import { rule as buildPreserves } from "./build/preserves.ts";
import { rule as buildRejectsBadConfig } from "./build/rejects_bad_config.ts";
import { rule as buildReleasesOnFailure } from "./build/releases_on_failure.ts";
import { rule as buildSameIndexTwice } from "./build/same_index_twice.ts";
import { rule as callsNoStrayErrors } from "./calls/no_stray_errors.ts";
import { rule as callsSettle } from "./calls/settle.ts";
import { rule as callsThrowErrors } from "./calls/throw_errors.ts";
import { rule as closeAfterFailedWrite } from "./close/after_failed_write.ts";
import { rule as closeAnyOrder } from "./close/any_order.ts";
import { rule as closeBounded } from "./close/bounded.ts";
import { rule as closeFlushes } from "./close/flushes.ts";
import { rule as closeHonestAfterFailure } from "./close/honest_after_failure.ts";
import { rule as closeIdempotent } from "./close/idempotent.ts";
import { rule as closeNoSuccessMarker } from "./close/no_success_marker.ts";
import { rule as closeQuiescent } from "./close/quiescent.ts";
import { rule as closeRejectsLaterWrites } from "./close/rejects_later_writes.ts";
import { rule as closeReleases } from "./close/releases.ts";
import { rule as closeReportsFailedFlush } from "./close/reports_failed_flush.ts";
import { rule as closeSharedResources } from "./close/shared_resources.ts";
import { rule as closeWithoutWrite } from "./close/without_write.ts";
import { rule as configStrings } from "./config/strings.ts";
import { rule as faultAtomicBatch } from "./fault/atomic_batch.ts";
import { rule as faultEarlierBatches } from "./fault/earlier_batches.ts";
import { rule as faultNoDuplicates } from "./fault/no_duplicates.ts";
import { rule as faultNoGap } from "./fault/no_gap.ts";
import { rule as faultRecovers } from "./fault/recovers.ts";
import { rule as faultSurfaces } from "./fault/surfaces.ts";
import { rule as nodeImmutable } from "./node/immutable.ts";
import { rule as nodeMembers } from "./node/members.ts";
import { rule as nodeNamed } from "./node/named.ts";
import { rule as nodePlainName } from "./node/plain_name.ts";
import { rule as nodeRouterBranchSafe } from "./node/router_branch_safe.ts";
import { rule as orderAcrossBatches } from "./order/across_batches.ts";
import { rule as orderWithinBatch } from "./order/within_batch.ts";
import { rule as restartKeeps } from "./restart/keeps.ts";
import { rule as restartRescale } from "./restart/rescale.ts";
import { rule as workersIsolatedClose } from "./workers/isolated_close.ts";
import { rule as workersIsolatedFailure } from "./workers/isolated_failure.ts";
import { rule as workersLateBuild } from "./workers/late_build.ts";
import { rule as workersNoCrossTalk } from "./workers/no_cross_talk.ts";
import { rule as writeAccepts } from "./write/accepts.ts";
import { rule as writeBatchNotRetained } from "./write/batch_not_retained.ts";
import { rule as writeBounded } from "./write/bounded.ts";
import { rule as writeDurable } from "./write/durable.ts";
import { rule as writeEmptyBatch } from "./write/empty_batch.ts";
import { rule as writeEventsCopied } from "./write/events_copied.ts";
import { rule as writeFaithful } from "./write/faithful.ts";
import { rule as writeItemsUntouched } from "./write/items_untouched.ts";
import { rule as writeLastWins } from "./write/last_wins.ts";
import { rule as writeNothingExtra } from "./write/nothing_extra.ts";
import { rule as writeOnce } from "./write/once.ts";
import { rule as writeRejectsUnsupported } from "./write/rejects_unsupported.ts";
import { rule as writeSplitInvariant } from "./write/split_invariant.ts";
import { rule as writeStored } from "./write/stored.ts";
import { rule as writeTimely } from "./write/timely.ts";

/** The rule of each id: an id without a rule does not compile, nor does a rule under another id. */
const byId: { readonly [Id in RuleId]: Rule<Id> } = {
  "calls.settle": callsSettle,
  "calls.throw-errors": callsThrowErrors,
  "calls.no-stray-errors": callsNoStrayErrors,
  "node.members": nodeMembers,
  "node.named": nodeNamed,
  "node.plain-name": nodePlainName,
  "node.router-branch-safe": nodeRouterBranchSafe,
  "node.immutable": nodeImmutable,
  "build.partition": buildPartition,
  "build.minimal-arguments": buildMinimalArguments,
  "build.independent": buildIndependent,
  "build.any-worker": buildAnyWorker,
  "build.same-index-twice": buildSameIndexTwice,
  "build.config-untouched": buildConfigUntouched,
  "build.rejects-bad-config": buildRejectsBadConfig,
  "build.releases-on-failure": buildReleasesOnFailure,
  "build.concurrent": buildConcurrent,
  "build.preserves": buildPreserves,
  "write.accepts": writeAccepts,
  "write.stored": writeStored,
  "write.once": writeOnce,
  "write.nothing-extra": writeNothingExtra,
  "write.faithful": writeFaithful,
  "write.last-wins": writeLastWins,
  "write.empty-batch": writeEmptyBatch,
  "write.split-invariant": writeSplitInvariant,
  "write.items-untouched": writeItemsUntouched,
  "write.batch-not-retained": writeBatchNotRetained,
  "write.events-copied": writeEventsCopied,
  "write.rejects-unsupported": writeRejectsUnsupported,
  "write.durable": writeDurable,
  "write.timely": writeTimely,
  "write.bounded": writeBounded,
  "order.within-batch": orderWithinBatch,
  "order.across-batches": orderAcrossBatches,
  "close.idempotent": closeIdempotent,
  "close.without-write": closeWithoutWrite,
  "close.flushes": closeFlushes,
  "close.quiescent": closeQuiescent,
  "close.any-order": closeAnyOrder,
  "close.after-failed-write": closeAfterFailedWrite,
  "close.reports-failed-flush": closeReportsFailedFlush,
  "close.honest-after-failure": closeHonestAfterFailure,
  "close.releases": closeReleases,
  "close.shared-resources": closeSharedResources,
  "close.bounded": closeBounded,
  "close.rejects-later-writes": closeRejectsLaterWrites,
  "close.no-success-marker": closeNoSuccessMarker,
  "workers.isolated-close": workersIsolatedClose,
  "workers.isolated-failure": workersIsolatedFailure,
  "workers.no-cross-talk": workersNoCrossTalk,
  "workers.late-build": workersLateBuild,
  "restart.keeps": restartKeeps,
  "restart.rescale": restartRescale,
  "fault.surfaces": faultSurfaces,
  "fault.earlier-batches": faultEarlierBatches,
  "fault.no-gap": faultNoGap,
  "fault.no-duplicates": faultNoDuplicates,
  "fault.atomic-batch": faultAtomicBatch,
  "fault.recovers": faultRecovers,
  "bridge.awaited": bridgeAwaited,
  "bridge.errors-surface": bridgeErrorsSurface,
  "bridge.cancellable": bridgeCancellable,
  "config.strings": configStrings,
};

/** Every rule of the suite, family by family. Ids are permanent once released. */
export const rules: readonly Rule[] = ruleIds.map((id) => byId[id]);

export type { RuleId } from "../rule_id.ts";
