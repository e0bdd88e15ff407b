import {
  byRun,
  type CallStep,
  closes,
  drop,
  type History,
  type HistoryStep,
  isCall,
  slotOf,
  type WriteStep,
} from "./history.ts";
import { plan } from "./plan.ts";

/** How the steps of a history are put in another order or form, every event staying with its write. */

/** A partition of a run. */
export type On = Pick<CallStep, "worker" | "twin">;

/** The partition of a step. */
export const on = ({ worker, twin }: On): On => ({ worker, ...(twin && { twin }) });

/** The partitions of a run that its steps name, and every worker's first one. */
function slotsOf(run: readonly HistoryStep[], workers: number): readonly On[] {
  const all: On[] = Array.from({ length: workers }, (_, worker) => ({ worker }));
  const twins = run.flatMap((step) => isCall(step) && step.twin ? [on(step)] : []);
  const byName = new Map([...all, ...twins].map((it) => [slotOf(it), it]));
  return [...byName.values()].sort((a, b) => a.worker - b.worker);
}

/** Each partition closed once. */
export function closedOnce(history: History): HistoryStep[] {
  return byRun(history, (run) => {
    const closed = new Set<string>();
    return run.filter((step) => {
      if (!isCall(step)) return true;
      const again = closed.has(slotOf(step)) && step.do === "close";
      if (closes(step)) closed.add(slotOf(step));
      return !again;
    });
  });
}

/** What is written after a close is written before it. */
export function writtenBeforeClose(history: History): HistoryStep[] {
  return byRun(history, (run) => {
    const early: HistoryStep[] = [];
    for (const step of run) {
      const close = isCall(step) && step.do === "write"
        ? early.findIndex((it) => isCall(it) && closes(it) && slotOf(it) === slotOf(step))
        : -1;
      // What is moved must not overlap what it is moved to, nor close before it.
      if (close >= 0) {
        const write = drop(step as WriteStep, "after");
        early.splice(close, 0, closes(write) ? withoutUntil(write) : write);
      } else early.push(step);
    }
    return early;
  });
}

/** Closes come after everything else of their run, in the order they had. */
export function closedLast(history: History): HistoryStep[] {
  return byRun(history, (run) => [
    ...run.filter((step) => step.do !== "close"),
    ...run.filter((step) => step.do === "close"),
  ]);
}

/** The writes of one worker after those of another. */
export function workerByWorker(history: History): HistoryStep[] {
  const worker = (step: HistoryStep) => isCall(step) ? step.worker * 2 + (step.twin ? 1 : 0) : -1;
  return byRun(history, (run) => run.toSorted((a, b) => worker(a) - worker(b)));
}

/** Each partition is built and writes before the next one is built; no engine closes one before all are. */
export function builtToWrite(history: History): HistoryStep[] {
  return byRun(history, (run, workers) =>
    slotsOf(run, workers).flatMap((slot): HistoryStep[] => {
      const writes = run.filter((step) =>
        step.do === "write" && slotOf(step) === slotOf(slot)
      ) as WriteStep[];
      return [{ do: "build", ...slot }, ...writes.map((step) => drop(step, "after"))];
    }));
}

/** Everything on the only worker of one. */
export function onOneWorker({ steps, ...history }: History): History {
  const moved = steps.flatMap((step): HistoryStep[] => {
    if (step.do === "restart") return [{ ...step, workers: 1 }];
    // Builds and closes would come too early once they meet another worker.
    return step.do === "write"
      ? [{ ...drop(step, "twin"), worker: 0 }]
      : isCall(step)
      ? []
      : [step];
  });
  return { ...history, workers: 1, steps: moved };
}

/** Every second partition of an index gets an index of its own: is it the index they share, or more? */
export function separated(history: History): History {
  const twins = [
    ...new Set(history.steps.flatMap((it) => isCall(it) && it.twin ? [it.worker] : [])),
  ];
  if (twins.length === 0) return history;
  let [workers, built] = [history.workers, new Set<number>()];
  const steps = history.steps.flatMap((step): HistoryStep[] => {
    if (step.do === "restart") {
      [workers, built] = [step.workers, new Set()];
      return [{ ...step, workers: workers + twins.length }];
    }
    if (!isCall(step)) return [step];
    if (!step.twin) return [{ ...step, worker: step.worker % workers }];
    const worker = workers + twins.indexOf(step.worker);
    const alone = { ...drop(step, "twin"), worker };
    // It is built where it first appears, as the second partition was.
    const first = !built.has(worker) && step.do !== "build";
    built.add(worker);
    return first ? [{ do: "build", worker }, alone] : [alone];
  });
  return { ...history, workers: history.workers + twins.length, steps };
}

/** As many workers in every run: the most of any. */
export function equallyMany(history: History): History {
  const most = Math.max(
    history.workers,
    ...history.steps.map((step) => step.do === "restart" ? step.workers : 0),
  );
  let workers = history.workers;
  const steps = history.steps.map((step): HistoryStep => {
    if (step.do === "restart") {
      workers = step.workers;
      return { ...step, workers: most };
    }
    return isCall(step) ? { ...step, worker: step.worker % workers } : step;
  });
  return { ...history, workers: most, steps };
}

/** All in one run, of the most workers of any: everything is built first, and closed last. */
export function inOneRun(history: History): History {
  const { steps, ...rest } = equallyMany(history);
  const twins = new Set(steps.flatMap((step) => isCall(step) && step.twin ? [step.worker] : []));
  const kept = steps.filter((step) =>
    step.do === "write" || step.do === "pause" || step.do === "build" && step.fault
  );
  return {
    ...rest,
    steps: [
      ...[...twins].map((worker): HistoryStep => ({ do: "build", worker, twin: true })),
      ...kept.map((step) => isCall(step) && step.fault?.until ? withoutUntil(step) : step),
    ],
  };
}

function withoutUntil<S extends CallStep>(step: S): S {
  const { until: _, ...fault } = step.fault!;
  return { ...step, fault };
}

/** Every partition, the second ones of an index included, is built before anything else. */
export function builtFirst(history: History): HistoryStep[] {
  return byRun(history, (run, workers) => [
    ...slotsOf(run, workers).filter(({ twin }) => twin)
      .map((slot): HistoryStep => ({ do: "build", ...slot })),
    ...run.filter((step) => step.do !== "build" || step.fault),
  ]);
}

/** The partitions that are written to. */
export function writersOf(history: History): readonly number[] {
  const writes = plan(history).filter(({ call }) => call === "write");
  return [...new Set(writes.map(({ partition }) => partition))];
}

/** The same closes after everything else, in worker order and in the opposite one. */
export function closeOrders(history: History): History[] {
  return [1, -1].map((direction) => {
    const steps = byRun(history, (run, workers) => {
      const slots = slotsOf(run, workers);
      const closed = new Set(
        run.flatMap((step) =>
          isCall(step) && step.do !== "close" && closes(step) ? [slotOf(step)] : []
        ),
      );
      const all = slots.filter((slot) => !closed.has(slotOf(slot)))
        .map((slot): HistoryStep => ({ do: "close", ...slot }));
      return [
        ...run.filter((step) => step.do !== "close"),
        ...(direction > 0 ? all : all.reverse()),
      ];
    });
    return { ...history, steps };
  });
}

/** Each partition that wrote nothing in a run writes one event once the first builds are made. */
export function busyWorkers(history: History, pool: number): HistoryStep[] {
  const fresh = unusedEvents(history, pool);
  return byRun(history, (run, workers) => {
    const writers = writersBeforeClose(run);
    const idle = slotsOf(run, workers).filter((slot) => !writers.has(slotOf(slot)))
      .map((slot): HistoryStep => ({ do: "write", events: fresh(1), ...slot }));
    const first = run.findIndex((step) => step.do !== "build");
    const builds = first < 0 ? run : run.slice(0, first);
    // What comes next must not overlap what is added.
    const [next, ...others] = run.slice(builds.length);
    const rest = next ? [isCall(next) ? drop(next, "after") : next, ...others] : [];
    return [...builds, ...idle, ...rest];
  });
}

/** The partitions of a run that write before they are closed. */
export function writersBeforeClose(run: readonly HistoryStep[]): ReadonlySet<string> {
  const [writers, closed] = [new Set<string>(), new Set<string>()];
  for (const step of run) {
    if (!isCall(step)) continue;
    if (step.do === "write" && !closed.has(slotOf(step))) writers.add(slotOf(step));
    if (closes(step)) closed.add(slotOf(step));
  }
  return writers;
}

/** Every empty batch has an event. */
export function filledBatches(history: History, pool: number): HistoryStep[] {
  const fresh = unusedEvents(history, pool);
  return history.steps.map((step) =>
    step.do === "write" && step.events.length === 0 && !step.invalid
      ? { ...step, events: fresh(1) }
      : step
  );
}

/** The writes of each partition as one batch, where its first one stood; what befell one befalls all. */
export function merged(history: History): HistoryStep[] {
  return byRun(history, (run) => {
    const first = new Map<string, number>();
    const steps: HistoryStep[] = [];
    for (const step of run) {
      const known = step.do === "write" ? first.get(slotOf(step)) : undefined;
      if (step.do !== "write" || known === undefined) {
        if (step.do === "write") first.set(slotOf(step), steps.length);
        steps.push(step);
        continue;
      }
      const batch = steps[known] as WriteStep;
      steps[known] = { ...step, ...batch, events: [...batch.events, ...step.events] };
    }
    return steps;
  });
}

/** Gives events of the pool that a history does not write, as far as there are any. */
export function unusedEvents(
  { steps }: History,
  pool: number,
): (count: number) => readonly number[] {
  const used = new Set(steps.flatMap((step) => step.do === "write" ? step.events : []));
  let next = 0;
  return (count) => {
    const events: number[] = [];
    for (; next < pool && events.length < count; next++) if (!used.has(next)) events.push(next);
    return events;
  };
}
