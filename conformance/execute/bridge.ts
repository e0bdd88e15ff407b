import type { AsyncBridge, BridgeTask } from "../../src/protocol/mod.ts";
import { type Pace, pass } from "./pace.ts";

type Recorded = { -readonly [K in keyof BridgeTask]: BridgeTask[K] };

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
 * The bridge that the suite lends to one partition: it records which tasks were started within a call, and
 * whether they had ended when the call counted as done. As with a runtime, a call is done only when its tasks
 * are, and a task whose error nobody looked at fails the call.
 */
export class RecordingBridge implements AsyncBridge {
  readonly alive = true;
  #tasks: Recorded[] = [];
  #running: Promise<void>[] = [];
  #unseen: { readonly error: unknown }[] = [];
  #within = true;
  /** Records that the partition called a method of the owner: they are there, and only tell. */
  readonly seize: (method: string) => void;
  readonly #pace: Pace;
  readonly #expiring = new Set<() => Promise<void>>();

  /** @param seized receives the name of an owner's method that the partition called. */
  constructor(seized: (method: string) => void, pace: Pace) {
    this.seize = seized;
    this.#pace = pace;
  }

  run<T>(
    task: (signal: AbortSignal) => PromiseLike<T>,
    options: { timeout?: number } = {},
  ): Promise<T> {
    const record: Recorded = { started: this.#within ? "within" : "after", outcome: "unsettled" };
    this.#tasks.push(record);
    const outcome = this.#attempt(task, options.timeout, record);
    const result = new ObservedPromise<T>((resolve, reject) => outcome.then(resolve, reject));
    this.#running.push(outcome.then(
      () => void (record.outcome = "fulfilled"),
      (error) => {
        record.outcome = "rejected";
        if (!result.observed) this.#unseen.push({ error });
      },
    ));
    // Rejections that nobody looks at fail the call; they must not end the process besides.
    Promise.prototype.then.call(result, undefined, () => {});
    return result;
  }

  async #attempt<T>(
    task: (signal: AbortSignal) => PromiseLike<T>,
    timeout: number | undefined,
    record: Recorded,
  ): Promise<T> {
    const controller = new AbortController();
    let ending = false;
    const work = Promise.resolve(task(controller.signal)).finally(() => {
      if (ending) record.aborted = "honoured";
    });
    if (timeout === undefined) return await this.#paced(work);
    const { promise: expired, reject } = Promise.withResolvers<never>();
    const expire = async () => {
      const error = new Error(
        `Cannot finish the bridge task as it must end within ${timeout} ms: it did not`,
      );
      record.aborted = "ignored";
      ending = true;
      controller.abort(error);
      // A task that honours its signal ends without further help: a turn of the event loop is enough.
      await new Promise((resolve) => setTimeout(resolve, 0));
      ending = false;
      reject(error);
    };
    const timer = setTimeout(expire, timeout);
    this.#expiring.add(expire);
    try {
      return await Promise.race([this.#paced(work), expired]);
    } finally {
      clearTimeout(timer);
      this.#expiring.delete(expire);
    }
  }

  async #paced<T>(work: Promise<T>): Promise<T> {
    const value = await work;
    const ticks = this.#pace();
    if (ticks > 0) await pass(ticks);
    return value;
  }

  /** The time of every task that has a timeout runs out now: nobody waits for it while a storage hangs. */
  async expire(): Promise<void> {
    await Promise.all([...this.#expiring].map((expire) => expire()));
  }

  /** A call begins: its tasks are `within`. */
  enter(): void {
    this.#within = true;
  }

  /** Whether a call that has returned is still not done. */
  get busy(): boolean {
    return this.#running.length > 0;
  }

  /** Waits for the tasks of the call, those they start included. @throws what an unseen task threw. */
  async drain(): Promise<void> {
    while (this.#running.length > 0) await Promise.all(this.#running.splice(0));
    const [unseen] = this.#unseen.splice(0);
    if (unseen) throw unseen.error;
  }

  /** The call counts as done. Gives the tasks recorded since the last call was done. */
  leave(): readonly BridgeTask[] | undefined {
    this.#within = false;
    return this.#tasks.length > 0 ? this.#tasks.splice(0) : undefined;
  }
}

/** A promise that knows whether anybody waits for it. */
class ObservedPromise<T> extends Promise<T> {
  observed = false;
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }
  // deno-lint-ignore no-explicit-any -- the signature of Promise.then, passed on as it is
  override then(...handlers: any[]): any {
    this.observed = true;
    return super.then(...handlers);
  }
}

for (const method of ownerMethods) {
  Object.defineProperty(RecordingBridge.prototype, method, {
    value(this: RecordingBridge) {
      this.seize(`bridge.${String(method)}`);
    },
  });
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
