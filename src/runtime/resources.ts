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
  readonly #owned = new AsyncDisposableStack();

  constructor({ bridged, provider, clock, grace }: ResourceSettings) {
    const bridge = bridged ? new Bridge(clock) : undefined;
    this.bridge = bridge;
    // Session managers come after the bridge, and so go before it: disposing one may need it.
    this.#owned.defer(() => bridge?.shutdown(grace));
    this.sessions = this.#owned.use(new Sessions(provider));
  }

  /** Disposes everything, also when something fails; gives what was thrown. */
  async dispose(): Promise<readonly Failure[]> {
    await this.#owned.disposeAsync();
    return this.sessions.errors.map((error) => ({ phase: "sessions", error }));
  }
}
