import type { Fault } from "./subject.ts";
import type { CallFault, Given } from "../src/protocol/trace.ts";

/**
 * The calls to make, as plain data. Every worker of a run is built, at its own `build` step or else at the
 * start; every partition still open at the end of a run is closed, in worker order. So a history says only
 * what is particular, and any part of it can be taken away.
 */
export interface History {
  /** Workers of the first run. */
  readonly workers: number;
  /** The event of the pool it starts with; the others follow one by one. */
  readonly first: number;
  /** What the builds are given in another form than usual. */
  readonly given?: GivenForm;
  /** Not 0: bridge tasks and the calls of a wrapped client resolve after delays that follow from it. */
  readonly pace?: number;
  /** Closes this partition alone, as if the process ended before the others: only for controls. */
  readonly onlyClose?: number;
  /** What happens between the builds and the closes. */
  readonly steps: readonly Step[];
}

/** What a history gives to the builds; the invalid configuration by its place among the subject's. */
export interface GivenForm extends Omit<Given, "invalidKey"> {
  /** Builds with this one of the subject's invalid configurations. */
  readonly invalidConfig?: number;
}

/** One step of a history. */
export type Step =
  | BuildStep
  | WriteStep
  | CloseStep
  | RestartStep;

/** What the steps that call something have in common. */
export interface OnPartition {
  /** The index of the worker. */
  readonly worker: number;
  /** On the second partition of this worker index, which is built where it first appears. */
  readonly twin?: true;
  /** Starts so many microtasks after the call before it started; absent: once that has settled. */
  readonly after?: number;
}

/** Builds a worker here and not at the start. */
export interface BuildStep extends OnPartition {
  /** What it does. */
  readonly do: "build";
  /** Reads the contents before and after. */
  readonly look?: true;
}

/** Writes so many events. */
export interface WriteStep extends OnPartition {
  /** What it does. */
  readonly do: "write";
  /** How many events; zero for an empty batch. */
  readonly events: number;
  /** What the caller does to its own batch once the call has settled. */
  readonly afterwards?: "array-reused" | "event-changed";
  /** The failure the storage is put in for this call. */
  readonly fault?: Fault;
  /** Puts a value among the events that the storage cannot hold. */
  readonly invalid?: true;
  /** Whether it is healed after this call (the default) or after the close that then follows. */
  readonly until?: CallFault["until"];
  /** Reads the contents before and after. */
  readonly look?: true;
}

/** Closes here and not at the end of the run; a second one is a repeated close. */
export interface CloseStep extends OnPartition {
  /** What it does. */
  readonly do: "close";
  /** The failure the storage is put in for this call. */
  readonly fault?: Fault;
  /** Reads the contents before and after. */
  readonly look?: true;
}

/** Ends the run and begins the next one. */
export interface RestartStep {
  /** What it does. */
  readonly do: "restart";
  /** Workers of the next run. */
  readonly workers: number;
}

/** One call of a history written out: {@linkcode plan} leaves nothing implicit. */
export interface PlannedCall {
  readonly call: "build" | "write" | "close";
  readonly run: number;
  /** The number of its partition. */
  readonly partition: number;
  readonly worker: number;
  readonly workers: number;
  /** The first event and how many, for a write. */
  readonly from: number;
  readonly events: number;
  readonly after?: number;
  readonly afterwards?: "array-reused" | "event-changed";
  readonly fault?: CallFault;
  readonly invalid?: true;
  readonly look?: true;
  /** It ends the run, and is left out when a fault has closed the partition before. */
  readonly last?: true;
}

/** Writes a history out as the calls it stands for. */
export function plan(history: History): readonly PlannedCall[] {
  const calls: PlannedCall[] = [];
  let [run, partitions, events] = [0, 0, 0];
  let workers = history.workers;
  let slots = new Map<number, number>();
  let open = new Set<number>();

  const push = (
    call: PlannedCall["call"],
    worker: number,
    twin: boolean,
    rest: Partial<PlannedCall> = {},
  ) => {
    const partition = slots.get(slotOf(worker, twin))!;
    if (call === "close" && (history.onlyClose ?? partition) !== partition) return;
    calls.push({ call, run, partition, worker, workers, from: 0, events: 0, ...rest });
  };
  const build = (worker: number, twin: boolean, rest?: Partial<PlannedCall>) => {
    const slot = slotOf(worker, twin);
    if (slots.has(slot)) return;
    slots.set(slot, partitions++);
    open.add(slot);
    push("build", worker, twin, rest);
  };
  const begin = (steps: readonly Step[]) => {
    slots = new Map();
    open = new Set();
    const late = builtLate(steps, workers);
    for (let worker = 0; worker < workers; worker++) if (!late.has(worker)) build(worker, false);
  };
  const end = () => {
    for (let worker = 0; worker < workers; worker++) build(worker, false);
    for (const slot of [...open].sort((a, b) => a - b)) {
      push("close", slot >> 1, (slot & 1) === 1, { last: true });
    }
  };

  begin(history.steps);
  history.steps.forEach((step, index) => {
    if (step.do === "restart") {
      end();
      run++;
      workers = step.workers;
      begin(history.steps.slice(index + 1));
      return;
    }
    const worker = step.worker % workers;
    const twin = step.twin === true;
    const timing = {
      ...(step.after !== undefined && { after: step.after }),
      ...(step.look && { look: step.look }),
    };
    build(worker, twin, step.do === "build" ? timing : {});
    if (step.do === "build") return;
    if (step.do === "close") {
      open.delete(slotOf(worker, twin));
      push("close", worker, twin, {
        ...timing,
        ...(step.fault && { fault: { kind: step.fault, until: "call" as const } }),
      });
      return;
    }
    push("write", worker, twin, {
      ...timing,
      from: events,
      events: step.events,
      ...(step.afterwards && { afterwards: step.afterwards }),
      ...(step.invalid && { invalid: step.invalid }),
      ...(step.fault && { fault: { kind: step.fault, until: step.until ?? "call" } }),
    });
    events += step.events;
  });
  end();
  return calls;
}

/** The place of a partition in its run: by worker, the twin after its elder. */
function slotOf(worker: number, twin: boolean): number {
  return worker * 2 + (twin ? 1 : 0);
}

/** Workers whose first step in this run is a build of their own. */
function builtLate(steps: readonly Step[], workers: number): Set<number> {
  const [late, seen] = [new Set<number>(), new Set<number>()];
  for (const step of steps) {
    if (step.do === "restart") break;
    if (step.twin) continue;
    const worker = step.worker % workers;
    if (step.do === "build" && !seen.has(worker)) late.add(worker);
    seen.add(worker);
  }
  return late;
}

/** How many events a history writes. */
export function eventCount(history: History): number {
  let count = 0;
  for (const step of history.steps) if (step.do === "write") count += step.events;
  return count;
}
