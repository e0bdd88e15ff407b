import type { Rule } from "../rule.ts";
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
import { rule as writeDurable } from "./write/durable.ts";
import { rule as writeEmptyBatch } from "./write/empty_batch.ts";
import { rule as writeEventsCopied } from "./write/events_copied.ts";
import { rule as writeFaithful } from "./write/faithful.ts";
import { rule as writeItemsUntouched } from "./write/items_untouched.ts";
import { rule as writeNothingExtra } from "./write/nothing_extra.ts";
import { rule as writeOnce } from "./write/once.ts";
import { rule as writeRejectsUnsupported } from "./write/rejects_unsupported.ts";
import { rule as writeSplitInvariant } from "./write/split_invariant.ts";
import { rule as writeStored } from "./write/stored.ts";

/** Every rule of the suite, family by family. Ids are permanent once released. */
export const rules: readonly Rule[] = [
  callsSettle,
  callsThrowErrors,
  callsNoStrayErrors,
  nodeMembers,
  nodeNamed,
  nodePlainName,
  nodeRouterBranchSafe,
  nodeImmutable,
  buildPartition,
  buildMinimalArguments,
  buildIndependent,
  buildAnyWorker,
  buildSameIndexTwice,
  buildConfigUntouched,
  buildRejectsBadConfig,
  buildReleasesOnFailure,
  buildConcurrent,
  buildPreserves,
  writeAccepts,
  writeStored,
  writeOnce,
  writeNothingExtra,
  writeFaithful,
  writeEmptyBatch,
  writeSplitInvariant,
  writeItemsUntouched,
  writeBatchNotRetained,
  writeEventsCopied,
  writeRejectsUnsupported,
  writeDurable,
  orderWithinBatch,
  orderAcrossBatches,
  closeIdempotent,
  closeWithoutWrite,
  closeFlushes,
  closeQuiescent,
  closeAnyOrder,
  closeAfterFailedWrite,
  closeReportsFailedFlush,
  closeHonestAfterFailure,
  closeReleases,
  closeSharedResources,
  closeBounded,
  closeRejectsLaterWrites,
  closeNoSuccessMarker,
  workersIsolatedClose,
  workersIsolatedFailure,
  workersNoCrossTalk,
  workersLateBuild,
  restartKeeps,
  restartRescale,
  faultSurfaces,
  faultEarlierBatches,
  faultNoGap,
  faultNoDuplicates,
  faultAtomicBatch,
  faultRecovers,
  bridgeAwaited,
  bridgeErrorsSurface,
  bridgeCancellable,
  configStrings,
];

/** The id of a rule of the suite. */
export type RuleId =
  | typeof callsSettle["id"]
  | typeof callsThrowErrors["id"]
  | typeof callsNoStrayErrors["id"]
  | typeof nodeMembers["id"]
  | typeof nodeNamed["id"]
  | typeof nodePlainName["id"]
  | typeof nodeRouterBranchSafe["id"]
  | typeof nodeImmutable["id"]
  | typeof buildPartition["id"]
  | typeof buildMinimalArguments["id"]
  | typeof buildIndependent["id"]
  | typeof buildAnyWorker["id"]
  | typeof buildSameIndexTwice["id"]
  | typeof buildConfigUntouched["id"]
  | typeof buildRejectsBadConfig["id"]
  | typeof buildReleasesOnFailure["id"]
  | typeof buildConcurrent["id"]
  | typeof buildPreserves["id"]
  | typeof writeAccepts["id"]
  | typeof writeStored["id"]
  | typeof writeOnce["id"]
  | typeof writeNothingExtra["id"]
  | typeof writeFaithful["id"]
  | typeof writeEmptyBatch["id"]
  | typeof writeSplitInvariant["id"]
  | typeof writeItemsUntouched["id"]
  | typeof writeBatchNotRetained["id"]
  | typeof writeEventsCopied["id"]
  | typeof writeRejectsUnsupported["id"]
  | typeof writeDurable["id"]
  | typeof orderWithinBatch["id"]
  | typeof orderAcrossBatches["id"]
  | typeof closeIdempotent["id"]
  | typeof closeWithoutWrite["id"]
  | typeof closeFlushes["id"]
  | typeof closeQuiescent["id"]
  | typeof closeAnyOrder["id"]
  | typeof closeAfterFailedWrite["id"]
  | typeof closeReportsFailedFlush["id"]
  | typeof closeHonestAfterFailure["id"]
  | typeof closeReleases["id"]
  | typeof closeSharedResources["id"]
  | typeof closeBounded["id"]
  | typeof closeRejectsLaterWrites["id"]
  | typeof closeNoSuccessMarker["id"]
  | typeof workersIsolatedClose["id"]
  | typeof workersIsolatedFailure["id"]
  | typeof workersNoCrossTalk["id"]
  | typeof workersLateBuild["id"]
  | typeof restartKeeps["id"]
  | typeof restartRescale["id"]
  | typeof faultSurfaces["id"]
  | typeof faultEarlierBatches["id"]
  | typeof faultNoGap["id"]
  | typeof faultNoDuplicates["id"]
  | typeof faultAtomicBatch["id"]
  | typeof faultRecovers["id"]
  | typeof bridgeAwaited["id"]
  | typeof bridgeErrorsSurface["id"]
  | typeof bridgeCancellable["id"]
  | typeof configStrings["id"];
