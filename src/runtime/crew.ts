import type { Plan } from "../flow/mod.ts";
import { Bridge } from "./bridge.ts";
import { byKey, roundRobin } from "./distribution.ts";
import { type Failure, FailureSignal, toFailure } from "./failure.ts";
import { Lane } from "./lane.ts";
import { harmless } from "./observer.ts";
import { Pump } from "./pump.ts";
import type { RunOptions, Settled } from "./run_options.ts";
import type { RunSummary } from "./run_summary.ts";
import { Sessions } from "./sessions.ts";
import { writeSpans } from "./spans.ts";
import { LocalWorker, type Services, type Worker } from "./worker.ts";

/** The workers of one run with all they share: who works, who fails, who is closed and in which order. */
export class Crew {
  /** What went wrong, in order. */
  readonly failures: Failure[] = [];
  /** Whether a close threw after a failed write, so that nothing more may be called. */
  aborted = false;
  readonly #plan: Plan;
  readonly #settings: Settled;
  readonly #bridge: Bridge | undefined;
  readonly #sessions: Sessions;
  readonly #lanes: readonly Lane[];
  readonly #pump: Pump;
  readonly #stop = Promise.withResolvers<void>();
  #interrupted = false;
  #sourceFailed = false;

  constructor(plan: Plan, options: RunOptions, settings: Settled) {
    this.#plan = plan;
    this.#settings = settings;
    this.#bridge = options.bridge ? new Bridge(settings.clock) : undefined;
    this.#sessions = new Sessions(options.sessions);
    const services = this.#services(options);
    this.#lanes = Array.from({ length: settings.workers }, (_, index) => {
      const { firstIndex, workerCount } = settings;
      const worker = new LocalWorker(plan, firstIndex + index, workerCount, services);
      return new Lane(worker, (thrown) => this.#fail(toFailure(thrown, { phase: "step" })));
    });
    const { distribution = "round-robin" } = options;
    const deal = distribution === "round-robin"
      ? roundRobin(this.#lanes)
      : byKey(this.#lanes, distribution);
    const { source } = plan;
    const { clock } = settings;
    this.#pump = new Pump({ source, lanes: this.#lanes, deal, pacing: settings, clock });
  }

  #services({ observer, trace }: RunOptions): Services {
    const observers = [observer, trace].filter((one) => one !== undefined);
    const { batching, batchSize } = this.#settings;
    return {
      bridge: this.#bridge,
      sessions: this.#sessions,
      watchers: {
        observer: observers.length === 0 ? undefined : harmless(observers),
        openSpan: writeSpans(),
      },
      batching: { mode: batching, size: batchSize },
      halted: () => this.failures.length > 0,
    };
  }

  /** What has been done so far. */
  get summary(): RunSummary {
    const workers = this.#lanes.map(({ worker }) => worker);
    const sum = (place: number, of: "written" | "batches"): number =>
      workers.reduce((total, { counts }) => total + (counts[place]?.[of] ?? 0), 0);
    return {
      flow: this.#plan.flow,
      workers: workers.length,
      read: this.#pump.read,
      epochs: this.#pump.epochs + (this.#pump.epochOpen ? 1 : 0),
      interrupted: this.#interrupted,
      sinks: this.#plan.sinks.map(({ name }, place) => ({
        name,
        written: sum(place, "written"),
        batches: sum(place, "batches"),
      })),
    };
  }

  /** Asks for an early end. */
  interrupt(): void {
    this.#interrupted = true;
    this.#halt();
  }

  /** Sets every worker to build and deals the source to them, until that ends or something stops it. */
  async work(): Promise<void> {
    for (const lane of this.#lanes) lane.occupy((worker) => worker.start());
    const pumping = this.#pump.run().catch((thrown) => this.#sourceThrew(thrown));
    await Promise.race([pumping, this.#stop.promise]);
  }

  /** Brings the run to its end, whatever came before: everything is closed, or the run is aborted. */
  async finish(): Promise<void> {
    this.#pump.stop();
    await this.#releaseSource();
    if (!this.#failed) await Promise.all(this.#lanes.map((lane) => this.#finishLane(lane)));
    if (this.#failed) await this.#closeAll();
    if (this.aborted) return;
    for (const error of await this.#sessions.dispose()) {
      this.failures.push({ phase: "sessions", error });
    }
    await this.#bridge?.shutdown(this.#settings.shutdownTimeout);
  }

  get #failed(): boolean {
    return this.failures.length > 0;
  }

  #halt(): void {
    this.#pump.stop();
    this.#stop.resolve();
  }

  #fail(failure: Failure): void {
    this.failures.push(failure);
    this.#halt();
  }

  /** A source may answer an interrupt with an error: nobody waits for its items any more. */
  #sourceThrew(thrown: unknown): void {
    if (this.#pump.stopped) return;
    this.#sourceFailed = !(thrown instanceof FailureSignal);
    this.#fail(toFailure(thrown, { phase: "source" }));
  }

  async #releaseSource(): Promise<void> {
    if (this.#sourceFailed) return;
    try {
      await this.#pump.release();
    } catch (error) {
      this.failures.push({ phase: "source", error });
    }
  }

  async #finishLane(lane: Lane): Promise<void> {
    await lane.busy;
    if (this.#failed) return;
    lane.hand();
    await lane.busy;
    if (this.#failed) return;
    lane.occupy((worker) => worker.finish(this.#pump.epochOpen));
    await lane.busy;
  }

  /** The workers that failed close first, in the order of their failures; then all others at once. */
  async #closeAll(): Promise<void> {
    const order = this.failures.map(({ worker }) => worker);
    const failed = this.#lanes.filter(({ worker }) => order.includes(worker.index))
      .sort((a, b) => order.indexOf(a.worker.index) - order.indexOf(b.worker.index));
    for (const lane of failed) {
      await this.#closeLane(lane);
      if (this.aborted) return;
    }
    const healthy = this.#lanes.filter((lane) => !failed.includes(lane));
    await Promise.all(healthy.map((lane) => this.#closeLane(lane)));
  }

  async #closeLane(lane: Lane): Promise<void> {
    await lane.busy;
    const closeFailures = await lane.worker.close();
    this.failures.push(...closeFailures);
    if (closeFailures.length > 0 && this.#writeFailedOn(lane.worker)) this.aborted = true;
  }

  #writeFailedOn({ index }: Worker): boolean {
    return this.failures.some(({ phase, worker }) => phase === "write" && worker === index);
  }

  /** Lets go of what outlives a run. */
  dismiss(): void {}
}
