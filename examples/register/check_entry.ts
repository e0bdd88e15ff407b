import {
  checkConformance,
  type Report,
  type RuleId,
  type Subject,
} from "@watertight/sinks/conformance";
import type { Entry } from "./entry.ts";

/**
 * Checks the sink of an entry: by the short histories that are the same at every seed, and by no random ones. What
 * it finds must not depend on how busy the machine is: the limit is far.
 */
export async function checkEntry({ subject, callLimit = 5_000 }: Entry): Promise<Report> {
  const options = { seed: 1, runs: 0, timeLimit: 600_000, callLimit };
  return await checkConformance(await subject() as Subject<unknown>, options);
}

/** The rules that a report names as violated, of both levels. */
export function violatedIn({ verdicts }: Report): readonly RuleId[] {
  return verdicts.filter(({ outcome }) => outcome === "violated").map(({ rule }) => rule);
}
