import type { Batch } from "../batch.ts";
import { type Failure, FailureSignal } from "../failure.ts";
import type { ObservedCall, RunObserver } from "../observer.ts";
import type { SinkCount } from "../outlet.ts";
import type { Worker } from "../worker.ts";
import type { Done, Order, Report, Setup, Told } from "./messages.ts";

/** A worker in a thread of its own, seen from the thread of the run. Events cross by structured clone. */
export class ThreadWorker implements Worker {
  readonly index: number;
  counts: readonly Readonly<SinkCount>[] = [];
  readonly #setup: Setup;
  readonly #observer: Required<RunObserver> | undefined;
  readonly #calls = new Map<number, ObservedCall>();
  #thread: globalThis.Worker | undefined;
  #pending: PromiseWithResolvers<Done> | undefined;
  #dead = false;

  constructor(setup: Setup, observer: Required<RunObserver> | undefined) {
    this.index = setup.index;
    this.#setup = setup;
    this.#observer = observer;
  }

  async start(): Promise<void> {
    const thread = new globalThis.Worker(new URL("./thread.ts", import.meta.url), {
      type: "module",
      name: `worker ${this.index}`,
    });
    thread.addEventListener("message", ({ data }) => this.#hear(data));
    thread.addEventListener("error", (event) => {
      event.preventDefault();
      this.#die(event.error ?? new Error(event.message));
    });
    this.#thread = thread;
    await this.#carryOut({ order: "start", setup: this.#setup });
  }

  async process(batch: Batch): Promise<void> {
    await this.#carryOut({ order: "process", batch });
  }

  async endEpoch(): Promise<void> {
    await this.#carryOut({ order: "endEpoch" });
  }

  async finish(epochOpen: boolean): Promise<void> {
    await this.#carryOut({ order: "finish", epochOpen });
  }

  async close(): Promise<readonly Failure[]> {
    return await this.#lastOrder("close");
  }

  /** Disposes what the thread owns. */
  async dispose(): Promise<readonly Failure[]> {
    return await this.#lastOrder("dispose");
  }

  /** Ends the thread. */
  dismiss(): void {
    this.#thread?.terminate();
  }

  /** An order that has nothing to do where the thread never started or is dead. */
  async #lastOrder(order: "close" | "dispose"): Promise<readonly Failure[]> {
    if (this.#thread === undefined || this.#dead) return [];
    const { failures } = await this.#carryOut({ order });
    return failures;
  }

  async #carryOut(order: Order): Promise<Done> {
    const pending = this.#pending = Promise.withResolvers<Done>();
    try {
      if (this.#dead) throw new Error("the thread has ended");
      this.#thread?.postMessage(order);
    } catch (error) {
      // An event or section that cannot be cloned, or a thread that is gone.
      throw new FailureSignal({ phase: "thread", error, worker: this.index });
    }
    const done = await pending.promise;
    this.counts = done.counts;
    // A thread that could not set up its worker has nothing to close.
    this.#dead ||= done.failure?.phase === "thread";
    if (done.failure !== undefined) throw new FailureSignal(done.failure);
    return done;
  }

  #hear(report: Report): void {
    if (report.report === "done") this.#pending?.resolve(report);
    else this.#tell(report);
  }

  #tell(told: Told): void {
    if (told.report === "started") {
      this.#calls.set(told.number, told.call);
      this.#observer?.callStarted(told.call);
      return;
    }
    const call = this.#calls.get(told.number);
    this.#calls.delete(told.number);
    if (call !== undefined) this.#observer?.callEnded(call, told.end);
  }

  #die(error: unknown): void {
    this.#dead = true;
    const failure: Failure = { phase: "thread", error, worker: this.index };
    this.#pending?.reject(new FailureSignal(failure));
  }
}
