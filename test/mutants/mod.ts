import { type RuleId, ruleIds } from "../../conformance/rule_id.ts";
import { buildMutants } from "./build.ts";
import { callMutants } from "./calls.ts";
import { closeMutants } from "./close.ts";
import { configMutants } from "./config.ts";
import { failedCloseMutants } from "./failed_close.ts";
import { faithfulMutants } from "./faithful.ts";
import { faultMutants } from "./fault.ts";
import { inputMutants } from "./input.ts";
import type { Mutant, MutantsOf } from "./mutant.ts";
import { nodeMutants } from "./node.ts";
import { orderMutants } from "./order.ts";
import { outcomeMutants } from "./outcome.ts";
import { releaseMutants } from "./release.ts";
import { restartMutants } from "./restart.ts";
import { setupMutants } from "./setup.ts";
import { unseenMutants } from "./unseen/mod.ts";
import { workerMutants } from "./workers.ts";
import { writeMutants } from "./write.ts";

/** Rules whose mutants are all among those that the suite was not built on. */
type Unseen = "write.bounded" | "write.timely" | "write.last-wins";

/** At least one mutant for every other rule: a rule without one does not compile. */
const known: MutantsOf<Exclude<RuleId, Unseen>> & Partial<Record<Unseen, never>> = {
  ...callMutants,
  ...nodeMutants,
  ...buildMutants,
  ...setupMutants,
  ...configMutants,
  ...writeMutants,
  ...faithfulMutants,
  ...inputMutants,
  ...orderMutants,
  ...closeMutants,
  ...releaseMutants,
  ...failedCloseMutants,
  ...workerMutants,
  ...restartMutants,
  ...faultMutants,
  ...outcomeMutants,
};

/** A mutant with the rule that must kill it. */
export interface Killed {
  readonly rule: RuleId;
  readonly mutant: Mutant;
}

/** Those that the suite was built on. */
export const knownMutants: readonly Killed[] = ruleIds.flatMap((rule) =>
  (known[rule] ?? []).map((mutant) => ({ rule, mutant }))
);

/** All of them: also those that the suite was tried on afterwards. */
export const mutants: readonly Killed[] = [...knownMutants, ...unseenMutants];

export { unseenMutants };
