import type { Trace } from "../../mod.ts";
import type { AnomalyKind, Cause, RuleId } from "../../conformance/mod.ts";

/** Two small traces for one rule, as they are stored: executions of a mutant and of a sound sink. */
export interface Recorded {
  readonly rule: RuleId;
  readonly violated: {
    /** What the sink does wrong. */
    readonly by: string;
    readonly message: string;
    readonly trace: Trace;
    /** What its anomalies are blamed on, where that is a factor. */
    readonly causes: Readonly<Partial<Record<AnomalyKind, Cause>>>;
  };
  readonly satisfied: {
    /** The design of the sink. */
    readonly by: string;
    readonly trace: Trace;
  };
}

/** The file of a rule. */
export function fileOf(rule: string): URL {
  return new URL(`${rule}.json`, import.meta.url);
}

/** What is recorded for a rule. */
export async function readRecorded(rule: string): Promise<Recorded> {
  return JSON.parse(await Deno.readTextFile(fileOf(rule)));
}
