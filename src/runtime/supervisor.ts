import type { Plan } from "../flow/mod.ts";
import { byKey, roundRobin } from "./distribution.ts";
import { type Failure, FailureSignal, toFailure } from "./failure.ts";
import { localPool } from "./local_pool.ts";
import { Mailbox } from "./mailbox.ts";
import { harmless } from "./observer.ts";
import { Patience } from "./patience.ts";
import type { FilledOptions, RunOptions } from "./run_options.ts";
import type { RunSummary } from "./run_summary.ts";
import { SourceReader } from "./source_reader.ts";
import { threadPool } from "./threads/thread_pool.ts";
import type { Worker } from "./worker.ts";
import type { WorkerPool } from "./worker_pool.ts";

/** Batches sent to another thread at once: crossing has a price for each message. */
const parcel = 10;

/** Watches over the workers of one run: who works, who fails, who is closed and in which order. */
export class Supervisor implements Disposable {
  /** What went wrong, in order. */
  readonly failures: Failure[] = [];
  /** Whether a close threw after a failed write, so that nothing more may be called. */
  aborted = false;
  readonly #plan: Plan;
  readonly #pool: WorkerPool;
  readonly #mailboxes: readonly Mailbox[];
  readonly #reader: SourceReader;
  readonly #patienceWithSource: Patience;
  /** Aborted by whatever ends the reading: the end of the source, an interrupt, a failure. */
  readonly #stop = new AbortController();
  /** Aborted by the first failure: from then on nothing is written. */
  readonly #failed = new AbortController();
  /** Aborted by what ends the run before its source does: an interrupt or a failure. */
  readonly #cutShort = new AbortController();
  #interrupted = false;
  #sourceFailed = false;

  constructor(plan: Plan, options: RunOptions, settings: FilledOptions) {
    this.#plan = plan;
    const observers = [options.observer, options.trace].filter((one) => one !== undefined);
    const observer = observers.length === 0 ? undefined : harmless(observers);
    const { clock, shutdownTimeout: ms } = settings;
    const ending = { signal: this.#stop.signal, ms, clock };
    this.#patienceWithSource = new Patience(ending);
    this.#pool = options.threads
      ? threadPool(
        options.threads.module,
        plan,
        options,
        settings,
        observer,
        ending,
        this.#cutShort.signal,
      )
      : localPool(plan, options, settings, observer, this.#failed.signal, ending);
    const failed = (thrown: unknown): void => this.#fail(toFailure(thrown, { phase: "step" }));
    const size = options.threads ? settings.batchSize * parcel : settings.batchSize;
    this.#mailboxes = this.#pool.workers.map((worker) => new Mailbox(worker, { size, failed }));
    const { distribution = "round-robin" } = options;
    const deal = distribution === "round-robin"
      ? roundRobin(this.#mailboxes)
      : byKey(this.#mailboxes, distribution);
    this.#reader = new SourceReader({
      source: plan.source,
      mailboxes: this.#mailboxes,
      deal,
      pacing: settings,
      clock,
      stop: this.#stop.signal,
    });
  }

  /** What has been done so far. */
  get summary(): RunSummary {
    const workers = this.#mailboxes.map(({ worker }) => worker);
    const sum = (place: number, of: "written" | "batches"): number =>
      workers.reduce((total, { counts }) => total + (counts[place]?.[of] ?? 0), 0);
    return {
      flow: this.#plan.flow,
      workers: workers.length,
      read: this.#reader.read,
      epochs: this.#reader.epochs + (this.#reader.epochOpen ? 1 : 0),
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
    this.#interrupted = !this.#reader.drained;
    this.#cutShort.abort();
    this.#stop.abort();
  }

  /** Sets every worker to build and deals the source to them, until that ends or something stops it. */
  async work(): Promise<void> {
    for (const mailbox of this.#mailboxes) mailbox.occupy((worker) => worker.start());
    const reading = this.#reader.run().catch((thrown) => this.#sourceThrew(thrown));
    await Promise.race([reading, aborted(this.#stop.signal)]);
  }

  /** Brings the run to its end, whatever came before: everything is closed, or the run is aborted. */
  async finish(): Promise<void> {
    this.#stop.abort();
    // A source that takes its time to end must not keep partitions open, nor its errors keep events from them.
    const released = this.#releaseSource();
    // A worker that fails now is closed at once, whatever the others are still busy with.
    const finished = Promise.all(this.#mailboxes.map((mailbox) => this.#finishWorker(mailbox)));
    await Promise.race([finished, aborted(this.#failed.signal)]);
    if (this.#failed.signal.aborted) await this.#closeAll();
    if (this.aborted) return;
    this.failures.push(...await this.#pool.release(), ...await released);
  }

  #fail(failure: Failure): void {
    this.failures.push(failure);
    this.#failed.abort();
    this.#cutShort.abort();
    this.#stop.abort();
  }

  /** A source may answer an interrupt with an error: nobody waits for its items any more. */
  #sourceThrew(thrown: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#sourceFailed = !(thrown instanceof FailureSignal);
    this.#fail(toFailure(thrown, { phase: "source" }));
  }

  /** Gives what the source threw at its release. */
  async #releaseSource(): Promise<readonly Failure[]> {
    try {
      if (this.#sourceFailed) return [];
      await this.#patienceWithSource.wait("the return of the source", this.#reader.release());
      return [];
    } catch (error) {
      return [toFailure(error, { phase: "source" })];
    }
  }

  async #finishWorker(mailbox: Mailbox): Promise<void> {
    await mailbox.untilIdle();
    if (this.#failed.signal.aborted) return;
    mailbox.flush();
    await mailbox.untilIdle();
    if (this.#failed.signal.aborted) return;
    mailbox.occupy((worker) => worker.finish(this.#reader.epochOpenOn(mailbox)));
    await mailbox.untilIdle();
  }

  /** The workers that failed close first, in the order of their failures; then all others at once. */
  async #closeAll(): Promise<void> {
    const order = this.failures.map(({ worker }) => worker);
    const failed = this.#mailboxes.filter(({ worker }) => order.includes(worker.index))
      .sort((a, b) => order.indexOf(a.worker.index) - order.indexOf(b.worker.index));
    for (const mailbox of failed) {
      await this.#closeWorker(mailbox);
      if (this.aborted) return;
    }
    const healthy = this.#mailboxes.filter((mailbox) => !failed.includes(mailbox));
    await Promise.all(healthy.map((mailbox) => this.#closeWorker(mailbox)));
  }

  async #closeWorker(mailbox: Mailbox): Promise<void> {
    await mailbox.untilIdle();
    const closeFailures = await mailbox.worker.close();
    this.failures.push(...closeFailures);
    const threw = closeFailures.some(({ hung }) => !hung);
    if (threw && this.#writeFailedOn(mailbox.worker)) this.aborted = true;
  }

  #writeFailedOn({ index }: Worker): boolean {
    return this.failures.some(({ phase, worker, hung }) =>
      phase === "write" && worker === index && !hung
    );
  }

  /** Lets go of what would outlive the run. */
  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#patienceWithSource[Symbol.dispose]();
    this.#pool[Symbol.dispose]();
  }
}

/** Fulfills once a signal is aborted. */
async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
}
