import type { CallFault } from "../../src/protocol/mod.ts";
import { closes, type History, type HistoryStep, isCall, type OnPartition } from "./history.ts";

/** One call of a history written out: {@linkcode plan} leaves nothing implicit. */
export interface PlannedCall {
  readonly call: "build" | "write" | "close";
  readonly run: number;
  /** The number of its partition. */
  readonly partition: number;
  readonly worker: number;
  readonly workers: number;
  /** The events of a write, by their places in the pool. */
  readonly events: readonly number[];
  readonly after?: number;
  readonly afterwards?: "array-reused" | "event-changed";
  readonly fault?: CallFault;
  readonly invalid?: true;
  readonly look?: true;
  /** It ends the run, and is left out when a fault has closed the partition before. */
  readonly last?: true;
  /** Milliseconds that pass before it, with nothing in flight. */
  readonly pause?: number;
  /** Milliseconds after it at which the contents are read, with no call between. */
  readonly readAfter?: number;
}

/**
 * Writes a history out as the calls it stands for. As in an engine, which closes nothing before all workers have
 * built, whatever a run builds is built before its first close.
 */
export function plan(history: History): readonly PlannedCall[] {
  const planner = new Planner(history);
  planner.begin(history.steps, history.workers);
  history.steps.forEach((step, index) => {
    if (step.do === "restart") {
      planner.end();
      planner.begin(history.steps.slice(index + 1), step.workers, 1);
    } else planner.add(step, history.steps, index);
  });
  planner.end();
  return planner.calls;
}

class Planner {
  readonly calls: PlannedCall[] = [];
  readonly #onlyClose: number | undefined;
  #run = 0;
  #workers = 0;
  #partitions = 0;
  #pause = 0;
  /** The partitions of the run by worker, the second one of an index after its elder. */
  #slots = new Map<number, number>();
  #open = new Set<number>();
  #twins: ReadonlySet<number> = new Set();

  constructor({ onlyClose }: History) {
    this.#onlyClose = onlyClose;
  }

  /** Begins a run: every worker is built that has no step of its own for it. */
  begin(steps: readonly HistoryStep[], workers: number, runs = 0): void {
    this.#run += runs;
    this.#workers = workers;
    [this.#slots, this.#open] = [new Map(), new Set()];
    this.#twins = twinsOf(steps, workers);
    const late = builtLate(steps, workers);
    for (let worker = 0; worker < workers; worker++) if (!late.has(worker)) this.#build(worker * 2);
  }

  /** @param all the steps of the history. @param index where this one stands among them. */
  add(
    step: Exclude<HistoryStep, { do: "restart" }>,
    all: readonly HistoryStep[],
    index: number,
  ): void {
    if (step.do === "pause") return this.#wait(step.ms, step.look);
    const slot = (step.worker % this.#workers) * 2 + (step.twin ? 1 : 0);
    const rest = particulars(step);
    if (closes(step)) this.#buildAll();
    else if (mayFail(step)) this.#buildAll(builtMeanwhile(all, index, this.#workers));
    this.#build(slot, step.do === "build" ? rest : {});
    if (step.do === "build") return;
    if (step.do === "close") this.#open.delete(slot);
    this.#push(step.do, slot, {
      ...rest,
      ...(step.do === "write" && {
        events: step.events,
        ...(step.afterwards && { afterwards: step.afterwards }),
        ...(step.invalid && { invalid: step.invalid }),
      }),
    });
  }

  /** Ends the run: whoever is still to be built is, and what is open is closed. */
  end(): void {
    this.#buildAll();
    for (const slot of [...this.#open].sort((a, b) => a - b)) {
      this.#push("close", slot, { last: true });
    }
  }

  /** A look after a pause belongs to the call before it: it tells what became of that with no further call. */
  #wait(ms: number, look?: true): void {
    const last = this.calls.at(-1);
    if (look && last && this.#pause === 0) this.calls.push({ ...this.calls.pop()!, readAfter: ms });
    else this.#pause += ms;
  }

  #buildAll(except: ReadonlySet<number> = new Set()): void {
    for (let worker = 0; worker < this.#workers; worker++) {
      if (!except.has(worker)) this.#build(worker * 2);
    }
    for (const slot of this.#twins) this.#build(slot);
  }

  #build(slot: number, rest: Partial<PlannedCall> = {}): void {
    if (this.#slots.has(slot)) return;
    this.#slots.set(slot, this.#partitions++);
    this.#open.add(slot);
    this.#push("build", slot, rest);
  }

  #push(call: PlannedCall["call"], slot: number, rest: Partial<PlannedCall>): void {
    const partition = this.#slots.get(slot)!;
    if (call === "close" && (this.#onlyClose ?? partition) !== partition) return;
    const pause = this.#pause;
    this.#pause = 0;
    this.calls.push({
      call,
      run: this.#run,
      partition,
      worker: slot >> 1,
      workers: this.#workers,
      events: [],
      ...(pause > 0 && { pause }),
      ...rest,
    });
  }
}

/** Whether its partition may be closed after it, as that of a write that failed is. */
function mayFail(step: HistoryStep): boolean {
  return step.do === "write" && (step.fault !== undefined || step.invalid === true);
}

/** Workers that are built by calls that overlap the one before, which comes before its partition is closed. */
function builtMeanwhile(
  steps: readonly HistoryStep[],
  index: number,
  workers: number,
): Set<number> {
  const built = new Set<number>();
  for (let next = index + 1; next < steps.length; next++) {
    const step = steps[next]!;
    if (!isCall(step) || step.after === undefined) break;
    if (step.do === "build") built.add(step.worker % workers);
  }
  return built;
}

function particulars({ after, look, fault }: OnPartition): Partial<PlannedCall> {
  return {
    ...(after !== undefined && { after }),
    ...(look && { look }),
    ...(fault && { fault }),
  };
}

/** The second partitions of worker indexes that a run names. */
function twinsOf(steps: readonly HistoryStep[], workers: number): ReadonlySet<number> {
  const twins = new Set<number>();
  for (const step of steps) {
    if (step.do === "restart") break;
    if (isCall(step) && step.twin) twins.add((step.worker % workers) * 2 + 1);
  }
  return twins;
}

/** Workers whose first step in this run is a build of their own. */
function builtLate(steps: readonly HistoryStep[], workers: number): Set<number> {
  const [late, seen] = [new Set<number>(), new Set<number>()];
  for (const step of steps) {
    if (step.do === "restart") break;
    if (!isCall(step) || step.twin) continue;
    const worker = step.worker % workers;
    if (step.do === "build" && !seen.has(worker)) late.add(worker);
    seen.add(worker);
  }
  return late;
}
