import { describeThrown, describeValue } from "../describe.ts";
import { exitName, exitProblem } from "../judge/exits.ts";
import { FixtureError, type Hook } from "../subject/fixture_error.ts";
import { isSinkMember, type SinkMember, type Watch } from "../subject/watch.ts";
import type { StrayListener } from "./stray_errors.ts";

/** What code gets that tries to end the process while a check runs. */
export class ExitError extends Error {
  /** The name of the class. */
  override readonly name: string = exitName;

  /** @param call what was called. */
  constructor(call: string) {
    super(`${exitProblem}: ${call} was called`);
  }
}

/** Keeps the process alive while a check runs, and tells who tried to end it. */
export interface Exits extends Watch {
  /** @throws {FixtureError} when a hook of the subject tried it: that is no fault of the sink. */
  requireNone(): void;
  /** Puts back what was replaced. */
  restore(): void;
}

/**
 * Replaces what ends a process by what throws, until it is restored.
 *
 * @param report is told what was tried, but by a hook of the subject.
 */
export function trapExits(report: StrayListener = () => {}): Exits {
  let member: Hook | SinkMember | undefined;
  let fault: FixtureError | undefined;
  const trap = (call: string): never => {
    const error = new ExitError(call);
    if (member === undefined || isSinkMember(member)) report(describeThrown(error));
    else fault ??= new FixtureError(member, `must not end the process: it called ${call}`);
    throw error;
  };
  const restores = doors().map((door) => shut(door, trap));
  return {
    enter: (entered) => void (member = entered),
    leave: () => void (member = undefined),
    requireNone() {
      if (fault) throw fault;
    },
    restore: () => restores.forEach((restore) => restore()),
  };
}

/** A function of the host by which a process or thread ends. */
interface Door {
  readonly host: object;
  readonly name: string;
  /** How it is written. */
  readonly call: string;
  /** The process it must be told of to end this one; without it, it always does. */
  readonly pid?: number;
}

interface ProcessHost {
  readonly Deno?: { readonly pid: number };
  readonly process?: { readonly pid: number };
}

function doors(): readonly Door[] {
  const { Deno: deno, process } = globalThis as ProcessHost;
  return [
    { host: globalThis, name: "close", call: "close" },
    ...(deno
      ? [
        { host: deno, name: "exit", call: "Deno.exit" },
        { host: deno, name: "kill", call: "Deno.kill", pid: deno.pid },
      ]
      : []),
    ...(process
      ? [
        ...["exit", "reallyExit", "abort"]
          .map((name) => ({ host: process, name, call: `process.${name}` })),
        { host: process, name: "kill", call: "process.kill", pid: process.pid },
      ]
      : []),
  ];
}

/** Closes one door. Gives what opens it again. */
function shut({ host, name, call, pid }: Door, trap: (call: string) => never): () => void {
  const before = Object.getOwnPropertyDescriptor(host, name);
  const original: unknown = Reflect.get(host, name);
  if (!before?.configurable || typeof original !== "function") return () => {};
  const value = (...args: unknown[]): unknown => {
    const current: unknown = Reflect.get(host, name);
    // Kept by code that came before the check which runs now, or outlived its own: what stands here knows better.
    if (typeof current === "function" && current !== value) {
      return Reflect.apply(current, host, args);
    }
    // Whoever signals another process does not end this one; 0 is the whole group, this one included.
    if (pid !== undefined && args[0] !== pid && args[0] !== 0) {
      return Reflect.apply(original, host, args);
    }
    return trap(`${call}(${args.map((it) => describeValue(it, 20)).join(", ")})`);
  };
  Object.defineProperty(host, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: true,
  });
  // Whoever forbade it meanwhile has ended more than the check.
  return () => void Reflect.defineProperty(host, name, before);
}
