import { Bridge } from "../bridge/bridge.ts";
import type { Clock } from "../bridge/clock.ts";
import { type Failure, toFailure } from "./failure.ts";
import { type Ending, Patience } from "./patience.ts";
import { type SessionProvider, Sessions } from "./sessions.ts";

/** What there is to share, and how long the end of it may take. */
export interface ResourceSettings {
  /** Whether the flow needs a bridge. */
  readonly bridged: boolean;
  readonly provider: SessionProvider | undefined;
  readonly clock: Clock;
  /** The shutdown of the bridge waits as long for its tasks. */
  readonly ending: Ending;
}

/** What the workers of one thread share and the runtime owns. */
export class Resources {
  /** Absent when the flow needs none. */
  readonly bridge: Bridge | undefined;
  readonly sessions: Sessions;
  readonly #ending: Ending;
  readonly #patience: Patience;

  constructor({ bridged, provider, clock, ending }: ResourceSettings) {
    this.bridge = bridged ? new Bridge(clock) : undefined;
    this.#ending = ending;
    this.#patience = new Patience(ending);
    this.sessions = new Sessions(provider, this.#patience);
  }

  /** Disposes everything, also when something fails; gives what was thrown. */
  async dispose(): Promise<readonly Failure[]> {
    // Session managers come after the bridge, and so go before it: disposing one may need it.
    await this.sessions[Symbol.asyncDispose]();
    this.#patience[Symbol.dispose]();
    await this.bridge?.shutdown(this.#ending.ms);
    return this.sessions.errors.map((error) => toFailure(error, { phase: "sessions" }));
  }
}
