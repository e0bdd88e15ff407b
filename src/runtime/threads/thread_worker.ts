import { launchThread } from "../../bridge/launch_thread.ts";
import type { Payloads } from "../payloads.ts";
import { type Failure, FailureSignal, toFailure } from "../failure.ts";
import type { ObservedCall, RunObserver } from "../observer.ts";
import type { SinkCount } from "../sink_writer.ts";
import type { Worker } from "../worker.ts";
import type { Done, Notice, Order, Setup, Told } from "./messages.ts";
import { threadModule } from "./thread.ts";

const exited = "Cannot go on in a thread as the flow must not end it: it has exited or closed it";

/** A worker in a thread of its own, seen from the thread of the run. Events cross by structured clone. */
export class ThreadWorker implements Worker {
  readonly index: number;
  counts: readonly Readonly<SinkCount>[] = [];
  readonly #setup: Setup;
  readonly #observer: Required<RunObserver> | undefined;
  readonly #calls = new Map<number, ObservedCall>();
  #thread: ReturnType<typeof launchThread> | undefined;
  #pending: PromiseWithResolvers<Done> | undefined;
  /** What the thread died of; from then on it takes no order. */
  #death: FailureSignal | undefined;
  /** Whether an order has failed of that. */
  #deathTold = false;

  constructor(setup: Setup, observer: Required<RunObserver> | undefined) {
    this.index = setup.index;
    this.#setup = setup;
    this.#observer = observer;
  }

  async start(): Promise<void> {
    this.#thread = launchThread(threadModule, `worker ${this.index}`)
      .on("message", (notice: Notice) => this.#hear(notice))
      .on("error", (error: unknown) => this.#die(error))
      .on("exit", () => this.#die(new Error(exited)));
    await this.#carryOut({ order: "start", setup: this.#setup });
  }

  async process(batch: Payloads): Promise<void> {
    await this.#carryOut({ order: "process", batch });
  }

  async endEpoch(): Promise<void> {
    await this.#carryOut({ order: "endEpoch" });
  }

  async finish(epochOpen: boolean): Promise<void> {
    // A run that was stopped before it began has started no thread.
    if (this.#thread !== undefined) await this.#carryOut({ order: "finish", epochOpen });
  }

  async close(): Promise<readonly Failure[]> {
    return await this.#lastOrder("close");
  }

  /** Disposes what the thread owns. */
  async release(): Promise<readonly Failure[]> {
    return await this.#lastOrder("release");
  }

  /** Ends the thread. */
  dismiss(): void {
    void this.#thread?.terminate();
  }

  /** Never throws. There is nothing to do where the thread never started, nor where all know that it is dead. */
  async #lastOrder(order: "close" | "release"): Promise<readonly Failure[]> {
    if (this.#thread === undefined || this.#deathTold) return [];
    try {
      const { failures } = await this.#carryOut({ order });
      return failures;
    } catch (thrown) {
      return [toFailure(thrown, { phase: "thread", worker: this.index })];
    }
  }

  async #carryOut(order: Order): Promise<Done> {
    try {
      if (this.#death !== undefined) throw this.#death;
      const done = await this.#answerTo(order);
      this.counts = done.counts;
      // A thread that could not set up its worker has nothing to close.
      if (done.failure?.phase === "thread") throw this.#die(done.failure.error);
      if (done.failure !== undefined) throw new FailureSignal(done.failure);
      return done;
    } catch (thrown) {
      this.#deathTold ||= thrown === this.#death;
      throw thrown;
    }
  }

  #answerTo(order: Order): Promise<Done> {
    const pending = this.#pending = Promise.withResolvers<Done>();
    try {
      this.#thread?.postMessage(order);
    } catch (error) {
      // An event or a section that cannot be cloned: the thread lives on.
      pending.reject(new FailureSignal({ phase: "thread", error, worker: this.index }));
    }
    return pending.promise;
  }

  #hear(notice: Notice): void {
    if (notice.tells === "done") this.#pending?.resolve(notice);
    else this.#tell(notice);
  }

  #tell(told: Told): void {
    if (told.tells === "started") {
      this.#calls.set(told.number, told.call);
      this.#observer?.callStarted(told.call);
      return;
    }
    const call = this.#calls.get(told.number);
    this.#calls.delete(told.number);
    if (call !== undefined) this.#observer?.callEnded(call, told.end);
  }

  /** An order in hand fails of it, or else the next one. */
  #die(error: unknown): FailureSignal {
    this.#death ??= new FailureSignal({ phase: "thread", error, worker: this.index });
    this.#pending?.reject(this.#death);
    return this.#death;
  }
}
