import type { CallFault, Given } from "../../src/protocol/mod.ts";

/**
 * The calls to make, as plain data. Every worker of a run is built, at its own `build` step or else at the
 * start; every partition still open at the end of a run is closed, in worker order. So a history says only
 * what is particular, and any part of it can be taken away: each event stays with its write.
 */
export interface History {
  /** Workers of the first run. */
  readonly workers: number;
  /** What the builds are given in another form than usual. */
  readonly given?: GivenForm;
  /** Not 0: bridge tasks and the calls of a wrapped client resolve after delays that follow from it. */
  readonly pace?: number;
  /** Closes this partition alone, as if the process ended before the others: only for controls. */
  readonly onlyClose?: number;
  /** What happens between the builds and the closes. */
  readonly steps: readonly HistoryStep[];
}

/** What a history gives to the builds; the invalid configuration by its place among the subject's. */
export interface GivenForm extends Omit<Given, "invalidKey"> {
  /** Builds with this one of the subject's invalid configurations. */
  readonly invalidConfig?: number;
}

/** One step of a history. */
export type HistoryStep = BuildStep | WriteStep | CloseStep | RestartStep | PauseStep;

/** What the steps that call something have in common. */
export interface OnPartition {
  /** The index of the worker. */
  readonly worker: number;
  /** On the second partition of this worker index, which is built where it first appears. */
  readonly twin?: true;
  /** Starts so many microtasks after the call before it started; absent: once that has settled. */
  readonly after?: number;
  /** The failure the storage is put in for this call. */
  readonly fault?: CallFault;
  /** Reads the contents before and after. */
  readonly look?: true;
}

/** Builds a worker here and not at the start. */
export interface BuildStep extends OnPartition {
  /** What it does. */
  readonly do: "build";
}

/** Writes events. */
export interface WriteStep extends OnPartition {
  /** What it does. */
  readonly do: "write";
  /** The events by their places in the pool; none for an empty batch. */
  readonly events: readonly number[];
  /** What the caller does to its own batch once the call has settled. */
  readonly afterwards?: "array-reused" | "event-changed";
  /** Puts a value among the events that the storage cannot hold. */
  readonly invalid?: true;
}

/** Closes here and not at the end of the run; a second one is a repeated close. */
export interface CloseStep extends OnPartition {
  /** What it does. */
  readonly do: "close";
}

/** Ends the run and begins the next one. */
export interface RestartStep {
  /** What it does. */
  readonly do: "restart";
  /** Workers of the next run. */
  readonly workers: number;
}

/** Lets time pass while nothing is in flight. */
export interface PauseStep {
  /** What it does. */
  readonly do: "pause";
  /** Milliseconds. */
  readonly ms: number;
  /** Reads the contents afterwards. */
  readonly look?: true;
}

/** A step that is a call on a partition. */
export type CallStep = BuildStep | WriteStep | CloseStep;

/** Whether a step is a call on a partition. */
export function isCall(step: HistoryStep): step is CallStep {
  return step.do !== "restart" && step.do !== "pause";
}

/** Which partition of its run a step is about. */
export function slotOf({ worker, twin }: Pick<OnPartition, "worker" | "twin">): string {
  return `${worker}${twin ? "twin" : ""}`;
}

/** Whether its partition is closed with it: a fault that lasts until the close brings that about. */
export function closes(step: HistoryStep): boolean {
  return step.do === "close" || step.do === "write" && step.fault?.until === "close";
}

/** The places in the pool of all events that a history writes, in the order of its steps. */
export function eventsOf({ steps }: History): readonly number[] {
  return steps.flatMap((step) => step.do === "write" ? step.events : []);
}

/** How many events a history writes. */
export function eventCount({ steps }: History): number {
  let count = 0;
  for (const step of steps) if (step.do === "write") count += step.events.length;
  return count;
}

/** Without one member of a step; the step itself where it has none. */
export function drop<S extends HistoryStep>(
  step: S,
  key: "after" | "twin" | "fault" | "afterwards" | "invalid" | "look",
): S {
  if (!(key in step)) return step;
  const { [key]: _, ...rest } = step as unknown as WriteStep;
  return rest as unknown as S;
}

/** Maps the steps of each run, with its number of workers; the restarts between them stay. */
export function byRun(
  { workers, steps }: History,
  map: (run: readonly HistoryStep[], workers: number) => readonly HistoryStep[],
): HistoryStep[] {
  const mapped: HistoryStep[] = [];
  let [run, count]: [HistoryStep[], number] = [[], workers];
  for (const step of steps) {
    if (step.do === "restart") {
      mapped.push(...map(run, count), step);
      [run, count] = [[], step.workers];
    } else run.push(step);
  }
  return [...mapped, ...map(run, count)];
}
