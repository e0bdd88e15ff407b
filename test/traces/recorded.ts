import type { Trace } from "../../mod.ts";
import type { Controls } from "../../conformance/mod.ts";
import type { RuleId } from "../../conformance/rules/mod.ts";

/** Two small traces for one rule, as they are stored: executions of a mutant and of a sound sink. */
export interface Recorded {
  readonly rule: RuleId;
  readonly violated: {
    /** What the sink does wrong. */
    readonly by: string;
    readonly message: string;
    readonly trace: Trace;
    /** The same history without a circumstance, where the rule blames one. */
    readonly controls: Controls;
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
