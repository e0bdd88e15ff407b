import { AsyncLocalStorage } from "node:async_hooks";
import type { ThrownValue } from "../../src/protocol/mod.ts";
import { describeThrown } from "../describe.ts";

/** Is told of an error that no call reported; `false` when it is not known to be of the calls after all. */
export type StrayListener = (error: ThrownValue) => void | false;

/** Errors that no call reported: of floating promises and timers. In production they end the process. */
export interface StrayErrors extends Disposable {
  /** Runs code. What it leaves behind is told to its owner alone, where the host knows whose an error is. */
  own<T>(owner: StrayListener, code: () => T): T;
  /** Those since the last time of which the host does not know whose they are. */
  take(): readonly ThrownValue[];
  /** Tells of one that happens now, and that the host does not see. */
  readonly report: StrayListener;
  /** Whether the host keeps to itself what escapes: that nothing was caught says nothing then. */
  readonly hidden: boolean;
}

/** Catches nothing: for who drives an execution without a check around it. */
export const noStrayErrors: StrayErrors = {
  own: (_, code) => code(),
  take: () => [],
  report: () => {},
  hidden: false,
  [Symbol.dispose]: () => {},
};

/** What a trace has of errors that were caught: none at all where the host would not tell of any. */
export function straysIn(
  { hidden }: StrayErrors,
  strays: readonly ThrownValue[],
): { readonly strays?: readonly ThrownValue[] } {
  return hidden && strays.length === 0 ? {} : { strays };
}

/** A listener for as long as a storage is there: what goes wrong once it is gone may come of that. */
export interface WhileThere {
  readonly strayed?: StrayListener;
  /** The storage is about to go. A rejection that is there already is told only when the event loop turns. */
  end(turn: () => Promise<void>): Promise<void>;
}

/** Makes it of the listener of a history, if there is one. */
export function whileThere(strayed: StrayListener | undefined): WhileThere {
  if (strayed === undefined) return { end: () => Promise.resolve() };
  let gone = false;
  return {
    strayed: (error) => gone ? false : strayed(error),
    async end(turn) {
      // The host looks for it at the end of one turn, and tells it in the next.
      for (let turns = 0; turns < 2; turns++) await turn();
      gone = true;
    },
  };
}

interface EventHost {
  addEventListener?(type: string, listener: (event: StrayEvent) => void): void;
  removeEventListener?(type: string, listener: (event: StrayEvent) => void): void;
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    on(type: string, listener: (error: unknown) => void): void;
    off(type: string, listener: (error: unknown) => void): void;
  };
}

interface StrayEvent {
  readonly reason?: unknown;
  readonly error?: unknown;
  preventDefault(): void;
}

/** Catches what would end the process until it is disposed. Hosts without a word of it catch nothing. */
export function catchStrayErrors(): StrayErrors {
  const host = globalThis as EventHost;
  let caught: ThrownValue[] = [];
  // Follows what a call sets off through promises and timers, so that two histories are told apart.
  const owners = new AsyncLocalStorage<StrayListener>();
  const report: StrayListener = (error) => {
    const owner = owners.getStore();
    if (owner === undefined || owner(error) === false) caught.push(error);
  };
  const keep = (error: unknown) => report(describeThrown(error));
  const onEvent = (event: StrayEvent) => {
    event.preventDefault();
    keep("reason" in event ? event.reason : event.error);
  };
  const events = host.addEventListener ? ["unhandledrejection", "error"] : [];
  const signals = host.addEventListener ? [] : ["unhandledRejection", "uncaughtException"];
  for (const type of events) host.addEventListener?.(type, onEvent);
  for (const type of signals) host.process?.on(type, keep);
  return {
    own: (owner, code) => owners.run(owner, code),
    report,
    hidden: !host.addEventListener && isInJest(host),
    take() {
      const taken = caught;
      caught = [];
      return taken;
    },
    [Symbol.dispose]() {
      for (const type of events) host.removeEventListener?.(type, onEvent);
      for (const type of signals) host.process?.off(type, keep);
    },
  };
}

/**
 * Jest lends a copy of the process to a realm of its own, and fails the test that runs for what reaches the real one.
 * Its variable alone tells little: the processes that a test starts inherit it.
 */
function isInJest({ process }: EventHost): boolean {
  return process?.env?.["JEST_WORKER_ID"] !== undefined &&
    Object.getPrototypeOf(structuredClone({})) !== Object.prototype;
}
