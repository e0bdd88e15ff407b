import type { RuleId } from "../../conformance/rules/mod.ts";
import { buildMutants } from "./build.ts";
import { callMutants } from "./calls.ts";
import { closeMutants } from "./close.ts";
import { configMutants } from "./config.ts";
import { failedCloseMutants } from "./failed_close.ts";
import { faithfulMutants } from "./faithful.ts";
import { faultMutants } from "./fault.ts";
import { inputMutants } from "./input.ts";
import type { MutantsOf } from "./mutant.ts";
import { nodeMutants } from "./node.ts";
import { orderMutants } from "./order.ts";
import { outcomeMutants } from "./outcome.ts";
import { releaseMutants } from "./release.ts";
import { restartMutants } from "./restart.ts";
import { setupMutants } from "./setup.ts";
import { workerMutants } from "./workers.ts";
import { writeMutants } from "./write.ts";

/** At least one mutant for every rule: a rule without one does not compile. */
export const mutants: MutantsOf<RuleId> = {
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
