import { Bridge } from "../bridge/bridge.ts";
import type { Clock } from "../bridge/clock.ts";
import type { Failure } from "./failure.ts";
import { type SessionProvider, Sessions } from "./sessions.ts";

/** What the workers of one thread share and the runtime owns. */
export class Resources {
  /** Absent when the flow needs none. */
  readonly bridge: Bridge | undefined;
  readonly sessions: Sessions;

  constructor(bridged: boolean, sessions: SessionProvider | undefined, clock: Clock) {
    this.bridge = bridged ? new Bridge(clock) : undefined;
    this.sessions = new Sessions(sessions);
  }

  /** Session managers first: disposing one may need the bridge. */
  async dispose(grace: number): Promise<readonly Failure[]> {
    const errors = await this.sessions.dispose();
    await this.bridge?.shutdown(grace);
    return errors.map((error) => ({ phase: "sessions", error }));
  }
}
