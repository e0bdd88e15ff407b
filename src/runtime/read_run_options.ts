import { describe } from "../protocol/describe.ts";
import type { RunOptions } from "./run_options.ts";

/** What an option must be, and whether a value is that. */
interface Kind {
  readonly requirement: string;
  readonly fits: (value: unknown) => boolean;
}

/**
 * Reads every option once, into a plain object, and checks what it is made of; the numbers are checked where the
 * defaults are filled in.
 *
 * @throws {RangeError} naming the option, what it must be and what it is.
 */
export function readRunOptions(options: RunOptions): RunOptions {
  if (typeof options !== "object" || options === null) {
    throw new RangeError(
      `Cannot run a plan as its options must be an object: it is ${describe(options)}`,
    );
  }
  const read: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const value = readMember(options, name, name);
    if (value === undefined) continue;
    if (!fitsSafely(kind, value)) throw refusal(name, kind.requirement, value);
    read[name] = nested[name]?.(value as object) ?? value;
  }
  return read as RunOptions;
}

/** The error of an option that is not what it must be. */
export function refusal(option: string, requirement: string, value: unknown): RangeError {
  return new RangeError(
    `Cannot run a plan as the option ${option} must ${requirement}: it is ${describe(value)}`,
  );
}

function readMember(owner: object, member: string, option: string): unknown {
  try {
    return Reflect.get(owner, member);
  } catch (cause) {
    throw new RangeError(
      `Cannot run a plan as the option ${option} must be readable: reading it threw ${
        describe(cause)
      }`,
      { cause },
    );
  }
}

/** What a proxy throws when it is looked at makes it unfit. */
function fitsSafely({ fits }: Kind, value: unknown): boolean {
  try {
    return fits(value);
  } catch {
    return false;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function hasMethods(...names: readonly string[]): (value: unknown) => boolean {
  return (value) =>
    isObject(value) && names.every((name) => typeof Reflect.get(value, name) === "function");
}

function mayHaveMethods(...names: readonly string[]): (value: unknown) => boolean {
  return (value) =>
    isObject(value) &&
    names.every((name) => ["function", "undefined"].includes(typeof Reflect.get(value, name)));
}

/** Numbers are checked with their limits. */
const number: Kind = { requirement: "be an integer", fits: () => true };

const kinds: { readonly [K in keyof Required<RunOptions>]: Kind } = {
  workers: number,
  batching: {
    requirement: 'be "container" or "epoch"',
    fits: (value) => value === "container" || value === "epoch",
  },
  batchSize: number,
  distribution: {
    requirement: 'be "round-robin" or a function',
    fits: (value) => value === "round-robin" || typeof value === "function",
  },
  epoch: { requirement: "be an object with events or ms", fits: isObject },
  linger: number,
  bridge: { requirement: "be true or false", fits: (value) => typeof value === "boolean" },
  sessions: { requirement: "have settings and open", fits: hasMethods("settings", "open") },
  signal: {
    requirement: "be an AbortSignal",
    fits: (value) =>
      hasMethods("addEventListener", "removeEventListener")(value) &&
      typeof Reflect.get(value as object, "aborted") === "boolean",
  },
  interruptOn: {
    requirement: "be a list of names of signals",
    fits: (value) => Array.isArray(value) && [...value].every((it) => typeof it === "string"),
  },
  shutdownTimeout: number,
  observer: {
    requirement: "have callStarted or callEnded",
    fits: mayHaveMethods("callStarted", "callEnded"),
  },
  trace: {
    requirement: "be a TraceRecorder",
    fits: hasMethods("runStarted", "callStarted", "callEnded"),
  },
  threads: { requirement: "be an object with a module", fits: isObject },
  clock: {
    requirement: "have now, after, every and turn",
    fits: hasMethods("now", "after", "every", "turn"),
  },
};

/** Options that are objects of the caller's making, read in the same way. */
const nested: Readonly<Record<string, (value: object) => unknown>> = {
  epoch: (value) => ({
    events: readMember(value, "events", "epoch.events"),
    ms: readMember(value, "ms", "epoch.ms"),
  }),
  threads(value) {
    const module = readMember(value, "module", "threads.module");
    if (typeof module === "string" || isUrl(module)) return { module };
    throw refusal("threads.module", "be a URL or a path", module);
  },
  interruptOn: (value) => [...value as string[]],
};

function isUrl(value: unknown): boolean {
  try {
    return value instanceof URL;
  } catch {
    return false;
  }
}
