import type { Plan, PlannedSink } from "../flow/mod.ts";
import type { MaybePromise } from "../protocol/mod.ts";
import type { Payloads } from "./payloads.ts";
import { BridgeView } from "../bridge/bridge_view.ts";
import { CallMaker, type Watchers } from "./call_maker.ts";
import { type Failure, FailureSignal, toFailure } from "./failure.ts";
import { type Batching, type SinkCount, SinkWriter } from "./sink_writer.ts";
import type { Patience } from "./patience.ts";
import { pipeline } from "./pipeline.ts";
import type { Resources } from "./resources.ts";
import type { Runner } from "./stages.ts";
import type { Whereabouts } from "./whereabouts.ts";
import { isThenable } from "../protocol/thenable.ts";

/** One worker as the run sees it, in this thread or in another. Calls on it never overlap. */
export interface Worker {
  /** Its cluster-wide index. */
  readonly index: number;
  /** What it wrote, by place of the sink. */
  readonly counts: readonly Readonly<SinkCount>[];
  /** Builds its partitions. */
  start(): Promise<void>;
  /** Takes a batch through the process to the sinks; sync when all of it is. */
  process(batch: Payloads): MaybePromise<void>;
  /** Ends the epoch: in epoch mode, one write for each sink. */
  endEpoch(): MaybePromise<void>;
  /** The end of input: each sink is written what it is still owed, and closed. */
  finish(epochOpen: boolean): Promise<void>;
  /** Closes what is open; one whose write failed comes first. Gives what the closes threw. */
  close(): Promise<readonly Failure[]>;
}

/** What a worker works with; the workers of a thread share all but its patience. */
export interface Services {
  readonly resources: Resources;
  readonly watchers: Watchers;
  readonly batching: Batching;
  /** Aborted when something has failed anywhere: then nothing more is written, only closed. */
  readonly failed: AbortSignal;
  readonly patience: Patience;
  /** Kept where another thread watches this one. */
  readonly whereabouts?: Whereabouts;
}

/** A worker in this thread. */
export class LocalWorker implements Worker {
  readonly index: number;
  readonly counts: readonly Readonly<SinkCount>[];
  readonly #writers: readonly SinkWriter[];
  readonly #services: Services;
  readonly #view: BridgeView | undefined;
  readonly #run: Runner;
  readonly #sinkAlone: boolean;
  /** What is not the failure of a call comes from a step. */
  readonly #fail = (error: unknown): FailureSignal =>
    new FailureSignal(toFailure(error, { phase: "step", worker: this.index }));

  constructor(plan: Plan, index: number, workers: number, services: Services) {
    this.index = index;
    this.#services = services;
    const { resources, watchers, batching, failed, patience, whereabouts } = services;
    this.#view = resources.bridge && new BridgeView(resources.bridge);
    this.#writers = plan.sinks.map((sink) => {
      const origin = { sink: sink.name, place: sink.index, worker: index, workers };
      const calls = new CallMaker(plan.flow, origin, watchers, this.#view, patience);
      const settings = { batching, failed, patience, whereabouts };
      return new SinkWriter({ sink, worker: index, workers, calls, ...settings });
    });
    this.counts = this.#writers.map((writer) => writer.count);
    this.#sinkAlone = plan.process.steps.length === 0 && plan.process.end.kind === "sink";
    this.#run = pipeline(
      plan.process,
      this.#writers.map((writer) => (batch) => writer.accept(batch)),
    );
  }

  async start(): Promise<void> {
    for (const writer of this.#writers) {
      if (this.#services.failed.aborted) return;
      await writer.build(this.#view?.lent, await this.#sessionManager(writer.sink));
    }
  }

  /** Opening a manager is part of building: it fails on the sink that needs it. */
  async #sessionManager({ name, config }: PlannedSink): Promise<unknown> {
    const { patience, resources } = this.#services;
    try {
      const opening = resources.sessions.managerOf(name, config);
      return opening && await patience.wait("the opening of a session manager", opening);
    } catch (error) {
      throw new FailureSignal(
        toFailure(error, { phase: "sessions", worker: this.index, sink: name }),
      );
    }
  }

  process(batch: Payloads): MaybePromise<void> {
    try {
      const result = this.#run(batch);
      // Where there is but a sink it is waited for already.
      if (!isThenable(result) || this.#sinkAlone) return result;
      return this.#services.patience.wait("a step", result, { around: true, rejected: this.#fail });
    } catch (error) {
      throw this.#fail(error);
    }
  }

  async endEpoch(): Promise<void> {
    for (const writer of this.#writers) await writer.endEpoch();
  }

  async finish(epochOpen: boolean): Promise<void> {
    for (const writer of this.#writers) {
      if (epochOpen) await writer.endEpoch();
      // What failed elsewhere may have aborted the run meanwhile: whether to close is no longer for this worker to say.
      if (this.#services.failed.aborted) return;
      await writer.close();
    }
  }

  async close(): Promise<readonly Failure[]> {
    const failures: Failure[] = [];
    const afterFailedWrite = this.#writers.some((writer) => writer.failed);
    for (const writer of this.#writers.toSorted((a, b) => Number(b.failed) - Number(a.failed))) {
      try {
        await writer.close();
      } catch (error) {
        const failure = toFailure(error, { phase: "close", worker: this.index });
        failures.push(failure);
        // The engine dies of a close that throws after a failed write: nothing more is called.
        if (afterFailedWrite && !failure.hung) break;
      }
    }
    return failures;
  }
}
