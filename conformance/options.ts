import { describeThrown, describeValue, thrownText } from "./describe.ts";
import { isRegression, type Regression } from "./regressions/regression.ts";
import { type RuleId, ruleIds } from "./rule_id.ts";
import type { Watch } from "./subject/watch.ts";

/** Milliseconds one hook may take, unless an option says otherwise. */
export const defaultHookLimit = 10_000;

/** Milliseconds one call may take, unless an option says otherwise. */
export const defaultCallLimit = 1000;

/** Milliseconds the whole check may take, unless an option says otherwise. */
export const defaultTimeLimit = 10_000;

/** How a check is run. Every member has a default that suits an in-memory store. */
export interface CheckOptions {
  /** The 32-bit integer all histories and events follow from; default: another one each time. */
  seed?: number;
  /** With the seed of a report, the path of a counterexample: only that history is run. */
  path?: string;
  /** Random histories after the systematic ones; default 300. */
  runs?: number;
  /** Milliseconds for the whole check, shrinking included; default 10 000. */
  timeLimit?: number;
  /** Milliseconds one call of the sink may take; default 1000. */
  callLimit?: number;
  /** Milliseconds one hook of the subject may take: a broker's consumer needs its time; default 10 000. */
  hookLimit?: number;
  /** The most workers of a history; default 8. */
  maxWorkers?: number;
  /** Ids of the only rules to judge; default: all. */
  rules?: readonly RuleId[];
  /** Histories that violated a rule once: they run before all others. */
  regressions?: readonly Regression[];
  /** Is told what the check does before it does it; for who watches a check from outside. */
  progress?: (progress: Progress) => void;
  /** Ends the check early, once it is aborted: what is known by then is reported, and every fixture disposed. */
  signal?: AbortSignal;
  /** Is told which part of the author's code runs; for who watches a check from outside. */
  watch?: Watch;
  /** Whether a violated SHOULD, or a limit that cut the search short, fails the check too; default false. */
  strict?: boolean;
}

/** What a check does next: it executes a history, or makes the one that violates a rule smaller. */
export type Progress =
  | {
    readonly phase: "search";
    /** The path of the history. */
    readonly path: string;
    /** How many were executed before it. */
    readonly histories: number;
    /** How many there are in all. */
    readonly of: number;
  }
  | { readonly phase: "shrink"; readonly rule: RuleId };

/** Options with every default filled in. */
export interface Settings {
  readonly seed: number;
  readonly path: string | undefined;
  readonly runs: number;
  readonly timeLimit: number;
  readonly callLimit: number;
  readonly hookLimit: number;
  readonly maxWorkers: number;
  readonly rules: ReadonlySet<RuleId>;
  readonly strict: boolean;
  readonly regressions: readonly Regression[];
  readonly progress: (progress: Progress) => void;
  readonly signal: AbortSignal | undefined;
  readonly watch: Watch | undefined;
}

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} when an option is out of its range or names no rule.
 * @throws {TypeError} when an option is of another type, or cannot be read.
 */
export function settingsOf(given: CheckOptions): Settings {
  requireType("options", "an object", given, typeof given === "object" && given !== null);
  const options = readOptions(given);
  const { path, strict, regressions, progress, watch, signal } = options;
  requirePath(path, options.seed);
  requireType("strict", "a boolean", strict, strict === undefined || typeof strict === "boolean");
  requireType(
    "regressions",
    "a list of regressions",
    regressions,
    regressions === undefined || Array.isArray(regressions) && regressions.every(isRegression),
  );
  requireType(
    "progress",
    "a function",
    progress,
    progress === undefined || typeof progress === "function",
  );
  requireType(
    "signal",
    "an AbortSignal",
    signal,
    signal === undefined || isAbortSignal(signal),
  );
  requireType(
    "watch",
    "an object with enter and leave",
    watch,
    watch === undefined || isWatch(watch),
  );
  return {
    seed: whole("seed", options.seed ?? randomSeed(), -0x80000000, 0x7fffffff),
    path,
    runs: whole("runs", options.runs ?? 300, 0, 10_000_000),
    timeLimit: whole("timeLimit", options.timeLimit ?? defaultTimeLimit, 1, 86_400_000),
    hookLimit: whole("hookLimit", options.hookLimit ?? defaultHookLimit, 1, 3_600_000),
    callLimit: whole("callLimit", options.callLimit ?? defaultCallLimit, 1, 3_600_000),
    maxWorkers: whole("maxWorkers", options.maxWorkers ?? 8, 1, 1024),
    rules: idsOf(options.rules),
    strict: strict ?? false,
    regressions: regressions ?? [],
    progress: progress ?? (() => {}),
    signal,
    watch,
  };
}

function isWatch(value: unknown): boolean {
  const { enter, leave } = Object(value);
  return typeof enter === "function" && typeof leave === "function";
}

function isAbortSignal(value: unknown): boolean {
  try {
    return value instanceof AbortSignal;
  } catch {
    return false; // A proxy without its target.
  }
}

type OptionsRead = { readonly [Option in keyof CheckOptions]: CheckOptions[Option] | undefined };

/** The options, each read once: nothing of them can throw or change from then on. */
function readOptions(options: CheckOptions): OptionsRead {
  try {
    const { seed, path, runs, timeLimit, callLimit, hookLimit, maxWorkers } = options;
    const { rules, regressions, progress, strict, watch, signal } = options;
    return {
      ...{ seed, path, runs, timeLimit, callLimit, hookLimit, maxWorkers },
      ...{ progress, strict, watch, signal },
      rules: Array.isArray(rules) ? [...rules] : rules,
      regressions: Array.isArray(regressions) ? [...regressions] : regressions,
    };
  } catch (error) {
    const text = thrownText(describeThrown(error));
    throw new TypeError(`Cannot check as options must be readable: reading them threw ${text}`, {
      cause: error,
    });
  }
}

function requireType(option: string, type: string, value: unknown, fits: boolean): void {
  if (fits) return;
  throw new TypeError(`Cannot check as ${option} must be ${type}: it is ${describeValue(value)}`);
}

/** The ids of the rules to judge. */
function idsOf(chosen: CheckOptions["rules"]): ReadonlySet<RuleId> {
  const known: readonly string[] = ruleIds;
  if (chosen === undefined) return new Set(ruleIds);
  requireType("rules", "a list of ids", chosen, Array.isArray(chosen));
  if (chosen.length === 0) {
    throw new RangeError("Cannot check as rules must name at least one rule: it is empty");
  }
  for (const id of chosen) {
    if (known.includes(id)) continue;
    throw new RangeError(
      `Cannot check as rules must name known rules: ${describeValue(id)} is none`,
    );
  }
  return new Set(chosen);
}

/** A path, with simpler values in the places of some events: see `subject/simpler_path.ts`. */
const pathForm =
  /^((event:|regression:)?\d{1,8}(:\d{1,8})*|\d{1,8}(:\d{1,8})*(@\d{1,8}(:\d{1,8})+){1,8})$/;

function requirePath(path: unknown, seed: unknown): void {
  if (path === undefined) return;
  if (seed === undefined) {
    throw new RangeError("Cannot replay as path needs the seed it belongs to: seed is missing");
  }
  if (typeof path === "string" && pathForm.test(path)) return;
  throw new RangeError(
    `Cannot replay as path must be numbers joined by colons: it is ${describeValue(path)}`,
  );
}

function whole(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  // As source text a number would have another name: NaN is Number.NaN there.
  const text = typeof value === "number" ? value : describeValue(value);
  throw new RangeError(
    `Cannot check as ${name} must be a whole number from ${least} to ${most}: it is ${text}`,
  );
}

/** A seed that nobody chose: not negative, since a shell takes a dash for an option. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;
}
