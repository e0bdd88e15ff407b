import type { Mutant } from "./mutant.ts";
import type { RuleId } from "../../conformance/rule_id.ts";

/**
 * Broken sinks that the rule they belong to does not find yet. Kept so that nobody takes a kill matrix for all
 * there is, and so that the day a rule finds one is noticed: then it moves to the mutants.
 */
export const survivors: Readonly<Partial<Record<RuleId, readonly Mutant[]>>> = {};
