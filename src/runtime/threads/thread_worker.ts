import { launchThread } from "../../bridge/launch_thread.ts";
import type { Worker as Thread } from "node:worker_threads";
import type { Payloads } from "../payloads.ts";
import { type Failure, FailureSignal, toFailure } from "../failure.ts";
import type { ObservedCall, RunObserver } from "../observer.ts";
import { type Ending, HangError } from "../patience.ts";
import type { SinkCount } from "../sink_writer.ts";
import { Whereabouts } from "../whereabouts.ts";
import type { Worker } from "../worker.ts";
import type { Done, Notice, Order, Setup, Told } from "./messages.ts";
import { threadModule } from "./thread.ts";

const exited = "Cannot go on in a thread as the flow must not end it: it has exited or closed it";

/** What the worker of a thread is made of. */
export interface ThreadWorkerSettings {
  readonly setup: Omit<Setup, "whereabouts">;
  /** The names of the sinks by their places. */
  readonly sinks: readonly string[];
  readonly observer: Required<RunObserver> | undefined;
  readonly ending: Ending;
  /** Aborted when the run is cut short: then nothing depends any more on what the thread still loads. */
  readonly cutShort: AbortSignal;
}

/**
 * A worker in a thread of its own, seen from the thread of the run. Events cross by structured clone. The thread gives
 * up by itself what hangs in it; it is ended when it does not even answer any more.
 */
export class ThreadWorker implements Worker {
  readonly index: number;
  counts: readonly Readonly<SinkCount>[] = [];
  readonly #settings: ThreadWorkerSettings;
  readonly #whereabouts = new Whereabouts();
  readonly #calls = new Map<number, ObservedCall>();
  #thread: Thread | undefined;
  #pending: PromiseWithResolvers<Done> | undefined;
  /** What the thread died of; from then on it takes no order. */
  #death: FailureSignal | undefined;
  /** Whether an order has failed of that. */
  #deathTold = false;
  /** Whether it has shown that it lives since it was last asked. */
  #heard = false;
  #loading = true;
  #callOffWatch: () => void = () => {};

  constructor(settings: ThreadWorkerSettings) {
    this.index = settings.setup.index;
    this.#settings = settings;
    const watch = (): void => this.#watch();
    settings.ending.signal.addEventListener("abort", watch, { once: true });
    settings.cutShort.addEventListener("abort", watch, { once: true });
  }

  async start(): Promise<void> {
    const thread = launchThread(threadModule, `worker ${this.index}`);
    thread.on("message", (notice: Notice) => this.#hear(notice));
    thread.on("error", (error) => this.#die({ phase: "thread", error }));
    // Who waits for an answer would wait for ever.
    thread.on("exit", () => this.#die({ phase: "thread", error: new Error(exited) }));
    this.#thread = thread;
    const setup = { ...this.#settings.setup, whereabouts: this.#whereabouts.memory };
    await this.#carryOut({ order: "start", setup });
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
    this.#callOffWatch();
    this.#thread?.terminate();
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
      if (done.failure?.phase === "thread") throw this.#die(done.failure);
      if (done.failure !== undefined) throw new FailureSignal(done.failure);
      return done;
    } catch (thrown) {
      this.#deathTold ||= thrown === this.#death;
      throw thrown;
    } finally {
      this.#pending = undefined;
      this.#callOffWatch();
    }
  }

  #answerTo(order: Order): Promise<Done> {
    const pending = this.#pending = Promise.withResolvers<Done>();
    try {
      this.#thread?.postMessage(order);
      this.#watch();
    } catch (error) {
      // An event or a section that cannot be cloned: the thread lives on.
      pending.reject(new FailureSignal({ phase: "thread", error, worker: this.index }));
    }
    return pending.promise;
  }

  #hear(notice: Notice): void {
    this.#heard = true;
    if (notice.tells === "done") this.#pending?.resolve(notice);
    else if (notice.tells === "ready") this.#ready();
    else if (notice.tells !== "alive") this.#tell(notice);
  }

  #tell(told: Told): void {
    if (told.tells === "started") {
      this.#calls.set(told.number, told.call);
      this.#settings.observer?.callStarted(told.call);
      return;
    }
    const call = this.#calls.get(told.number);
    this.#calls.delete(told.number);
    if (call !== undefined) this.#settings.observer?.callEnded(call, told.end);
  }

  #ready(): void {
    this.#loading = false;
    this.#watch();
  }

  /**
   * Once the run comes to its end, a thread that has an order must show now and then that it lives. Only one that is
   * still loading may take its time, as long as there are events for it.
   */
  #watch(): void {
    const { ending: { signal, clock, ms }, cutShort } = this.#settings;
    if (!signal.aborted || this.#death !== undefined) return;
    const order: Order = { order: "end" };
    this.#thread?.postMessage(order);
    this.#heard = false;
    this.#callOffWatch();
    if (this.#pending === undefined || (this.#loading && !cutShort.aborted)) return;
    this.#callOffWatch = clock.after(ms, () => {
      if (this.#heard && !this.#loading) this.#watch();
      else this.#abandon();
    });
  }

  /** Ends the thread for what it does not come back from. */
  #abandon(): void {
    const { sinks, ending } = this.#settings;
    const { call, place } = this.#whereabouts.call ?? {};
    const sink = place === undefined ? undefined : sinks[place];
    const what = this.#loading ? "a thread to load its module" : "a thread to answer";
    this.#die({
      phase: call ?? "thread",
      error: new HangError(what, ending.ms),
      ...(sink !== undefined && { sink }),
      hung: true,
    });
    this.dismiss();
  }

  /** An order in hand fails of it, or else the next one. */
  #die(failure: Failure): FailureSignal {
    this.#death ??= new FailureSignal({ ...failure, worker: this.index });
    this.#pending?.reject(this.#death);
    return this.#death;
  }
}
