import { Bridge } from "../bridge/bridge.ts";
import type { Clock } from "../bridge/clock.ts";
import type { Failure } from "./failure.ts";
import { type SessionProvider, Sessions } from "./sessions.ts";

/** What there is to share, and how long the end of it may take. */
export interface ResourceSettings {
  /** Whether the flow needs a bridge. */
  readonly bridged: boolean;
  readonly provider: SessionProvider | undefined;
  readonly clock: Clock;
  /** How long the shutdown of the bridge waits for tasks, in milliseconds. */
  readonly grace: number;
}

/** What the workers of one thread share and the runtime owns. */
export class Resources {
  /** Absent when the flow needs none. */
  readonly bridge: Bridge | undefined;
  readonly sessions: Sessions;
  readonly #grace: number;

  constructor({ bridged, provider, clock, grace }: ResourceSettings) {
    this.bridge = bridged ? new Bridge(clock) : undefined;
    this.sessions = new Sessions(provider);
    this.#grace = grace;
  }

  /** Disposes everything, also when something fails; gives what was thrown. */
  async dispose(): Promise<readonly Failure[]> {
    // Session managers come after the bridge, and so go before it: disposing one may need it.
    await this.sessions[Symbol.asyncDispose]();
    await this.bridge?.shutdown(this.#grace);
    return this.sessions.errors.map((error) => ({ phase: "sessions", error }));
  }
}
