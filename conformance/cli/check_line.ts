import { type CheckOptions, defaultCallLimit, defaultHookLimit } from "../options.ts";
import type { RuleId } from "../rule_id.ts";
import type { Reporter } from "./reporters.ts";

/** The commands. */
export const commandNames = [
  "check",
  "replay",
  "judge",
  "rules",
  "init",
  "badge",
  "compare",
] as const;

/** Options that a command line hands to a check as they are, by what they are called there. */
export const numberFlags = {
  "seed": "seed",
  "runs": "runs",
  "time-limit": "timeLimit",
  "call-limit": "callLimit",
  "hook-limit": "hookLimit",
  "max-workers": "maxWorkers",
} as const;

/** What a command line asks of a check: its options as they were written. Plain data. */
export interface CheckFlags {
  readonly seed?: string;
  readonly runs?: string;
  readonly timeLimit?: string;
  readonly callLimit?: string;
  readonly hookLimit?: string;
  readonly maxWorkers?: string;
  readonly path?: string;
  readonly rule?: readonly RuleId[];
  readonly strict?: true;
}

/** A command that checks subjects, as it was read. Plain data. */
export interface CheckLine {
  /** The modules, as they were named; none where a saved history names its own. */
  readonly modules: readonly string[];
  /** The file of the saved history to run alone, if one is to be. */
  readonly replay?: string;
  readonly flags: CheckFlags;
  /** The name of the only subject to check; default: all of a module. */
  readonly subject?: string;
  readonly reporters: readonly Reporter[];
  readonly verbose: boolean;
  /** The folder to save what was found in. */
  readonly save?: string;
  /** The file of what is known to fail. */
  readonly baseline?: string;
  /** The file to write what fails into. */
  readonly writeBaseline?: string;
  /** How many modules are checked at once. */
  readonly jobs: number;
  /** What the code of a module may do; default: what the command line itself may. */
  readonly permissions?: readonly string[];
}

/** The options of a check. What is no number is refused by the check, with its own words. */
export function checkOptionsOf({ flags }: CheckLine): CheckOptions {
  const options: CheckOptions = {};
  for (const option of Object.values(numberFlags)) {
    const value = flags[option];
    if (value !== undefined) options[option] = numberOf(value);
  }
  const { path, rule, strict } = flags;
  return {
    ...options,
    ...(path !== undefined && { path }),
    ...(rule && { rules: rule }),
    ...(strict && { strict }),
  };
}

/** The milliseconds that a command line gives one call and one hook; what is no number is refused by the check. */
export function limitsOf(
  { callLimit, hookLimit }: CheckFlags,
): { readonly call: number; readonly hook: number } {
  const limit = (given: string | undefined, usual: number) => Number(given ?? usual) || usual;
  return { call: limit(callLimit, defaultCallLimit), hook: limit(hookLimit, defaultHookLimit) };
}

/** The number that a flag names; a text in any other form stays one, and is refused with its own words. */
function numberOf(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : text as unknown as number;
}
