import type { ThrownValue } from "../../src/protocol/mod.ts";
import { describeThrown } from "../describe.ts";

/** Errors that no call reported: of floating promises and timers. In production they end the process. */
export interface StrayErrors extends Disposable {
  /** Those since the last time. */
  take(): readonly ThrownValue[];
}

/** Catches nothing: for who drives an execution without a check around it. */
export const noStrayErrors: StrayErrors = { take: () => [], [Symbol.dispose]: () => {} };

interface EventHost {
  addEventListener?(type: string, listener: (event: StrayEvent) => void): void;
  removeEventListener?(type: string, listener: (event: StrayEvent) => void): void;
  readonly process?: {
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
  const keep = (error: unknown) => void caught.push(describeThrown(error));
  const onEvent = (event: StrayEvent) => {
    event.preventDefault();
    keep("reason" in event ? event.reason : event.error);
  };
  const events = host.addEventListener ? ["unhandledrejection", "error"] : [];
  const signals = host.addEventListener ? [] : ["unhandledRejection", "uncaughtException"];
  for (const type of events) host.addEventListener?.(type, onEvent);
  for (const type of signals) host.process?.on(type, keep);
  return {
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
