import { Bridge } from "../../src/bridge/bridge.ts";
import { BridgeView } from "../../src/bridge/bridge_view.ts";
import type { Clock } from "../../src/bridge/clock.ts";
import type { AsyncBridge, BridgeTask } from "../../src/protocol/mod.ts";
import { type Pace, pass } from "./pace.ts";

/** Methods of an owner: what a borrower calls to shut down what it was lent. */
const ownerMethods: readonly PropertyKey[] = [
  "shutdown",
  "dispose",
  "close",
  "destroy",
  "end",
  Symbol.dispose,
  Symbol.asyncDispose,
];

/**
 * The bridge that the suite lends to one partition: the runtime's, but the owner's methods are there and only
 * tell, tasks may be delayed, and their time can be made to run out.
 */
export class RecordingBridge implements AsyncBridge {
  readonly alive = true;
  /** Records that the partition called a method of the owner: they are there, and only tell. */
  readonly seize: (method: string) => void;
  readonly #pace: Pace;
  readonly #clock: FiringClock;
  readonly #view: BridgeView;

  /** @param seized receives the name of an owner's method that the partition called. */
  constructor(seized: (method: string) => void, pace: Pace, clock: Clock) {
    this.seize = seized;
    this.#pace = pace;
    this.#clock = new FiringClock(clock);
    this.#view = new BridgeView(new Bridge(this.#clock));
    // It is made for a build that has begun.
    this.#view.enterCall();
  }

  run<T>(
    task: (signal: AbortSignal) => PromiseLike<T>,
    options?: { timeout?: number },
  ): Promise<T> {
    return this.#view.lent.run(async (signal) => {
      const value = await task(signal);
      const ticks = this.#pace();
      if (ticks > 0) await pass(ticks);
      return value;
    }, options);
  }

  /** The time of every task that has a timeout runs out now: nobody waits for it while a storage hangs. */
  async expire(): Promise<void> {
    this.#clock.fire();
    // Tasks that honour their signal have ended then, and the wait for all others.
    await this.#clock.turn();
  }

  /** A call begins: its tasks are `within`. */
  enter(): void {
    this.#view.enterCall();
  }

  /** Whether a call that has returned is still not done. */
  get busy(): boolean {
    return !this.#view.idle;
  }

  /** Waits for the tasks of the call, those they start included. @throws what an unseen task threw. */
  async drain(): Promise<void> {
    await this.#view.settle();
  }

  /** The call counts as done. Gives the tasks recorded since the last call was done. */
  leave(): readonly BridgeTask[] | undefined {
    const tasks = this.#view.leaveCall();
    return tasks.length > 0 ? tasks : undefined;
  }
}

for (const method of ownerMethods) {
  Object.defineProperty(RecordingBridge.prototype, method, {
    value(this: RecordingBridge) {
      this.seize(`bridge.${String(method)}`);
    },
  });
}

/** A clock with timers that can be made to fire before their time. */
class FiringClock implements Pick<Clock, "after" | "turn"> {
  readonly #clock: Clock;
  readonly #timers = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(ms: number, callback: () => void): () => void {
    const fire = (): void => {
      callOff();
      callback();
    };
    const cancel = this.#clock.after(ms, fire);
    const callOff = (): void => {
      cancel();
      this.#timers.delete(fire);
    };
    this.#timers.add(fire);
    return callOff;
  }

  turn(): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(0, resolve));
  }

  /** All that is still to fire does so now. */
  fire(): void {
    for (const fire of [...this.#timers]) fire();
  }
}

/** The session manager as it is lent: everything works but the methods of an owner, which are recorded. */
export function lendSessionManager(manager: unknown, seized: (method: string) => void): unknown {
  if (typeof manager !== "object" || manager === null) return manager;
  return new Proxy(manager, {
    get(target, member) {
      const value = Reflect.get(target, member, target);
      if (typeof value !== "function") return value;
      if (ownerMethods.includes(member)) return () => seized(`sessionManager.${String(member)}`);
      return value.bind(target);
    },
  });
}
