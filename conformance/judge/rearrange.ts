import {
  type CloseStep,
  eventCount,
  type History,
  plan,
  type Step,
  type WriteStep,
} from "../history.ts";

/** How the steps of a history are put in another order or form: what the controls are made of. */

/** Steps of a partition after its close are kept only when they fit. */
export function onceClosed(steps: readonly Step[], keep: (step: Step) => boolean): readonly Step[] {
  return byRun(steps, (run) => {
    const closed = new Set<string>();
    return run.filter((step) => {
      if (step.do === "restart") return true;
      const slot = slotOf(step);
      if (closed.has(slot) && !keep(step)) return false;
      if (closes(step)) closed.add(slot);
      return true;
    });
  });
}

/** Whether its partition is closed with it: a fault that lasts until the close brings that about. */
function closes(step: Step): boolean {
  return step.do === "close" ||
    step.do === "write" && step.fault !== undefined && step.until === "close";
}

type OnPartition = Exclude<Step, { do: "restart" }>;

export function twinOf(step: Step): { worker: number; twin: true }[] {
  return step.do !== "restart" && step.twin ? [{ worker: step.worker, twin: true }] : [];
}

export function slotOf({ worker, twin }: OnPartition): string {
  return `${worker}${twin ? "twin" : ""}`;
}

export function byWorker(a: Step, b: Step): number {
  return a.do === "restart" || b.do === "restart" ? 0 : a.worker - b.worker;
}

/** Maps the steps of each run; the restarts between them stay. */
export function byRun(
  steps: readonly Step[],
  map: (run: readonly Step[]) => readonly Step[],
): Step[] {
  const mapped: Step[] = [];
  let run: Step[] = [];
  for (const step of steps) {
    if (step.do === "restart") {
      mapped.push(...map(run), step);
      run = [];
    } else run.push(step);
  }
  return [...mapped, ...map(run)];
}

export function drop(
  step: Step,
  key: "after" | "twin" | "fault" | "until" | "afterwards" | "invalid",
): Step {
  if (!(key in step)) return step;
  const { [key]: _, ...rest } = step as WriteStep;
  return rest as Step;
}

/** Without builds and closes, which would come too early once they meet another worker. */
export function writesOnly(steps: readonly Step[]): readonly Step[] {
  return steps.filter((step) => step.do === "write" || step.do === "restart");
}

/** Each worker is built, writes and is closed before the next one is built. */
export function oneLifeAfterAnother(run: readonly Step[]): Step[] {
  const writes = writesOnly(run).flatMap((step) => step.do === "write" ? [step] : []);
  const workers = [...new Set(writes.map(({ worker }) => worker))].sort((a, b) => a - b);
  return workers.flatMap((worker): Step[] => {
    const own = writes.filter((step) => step.worker === worker);
    const twin: CloseStep[] = own.some((step) => step.twin)
      ? [{ do: "close", worker, twin: true }]
      : [];
    const closed = new Set(own.filter(closes).map(slotOf));
    const ends = [{ do: "close", worker } as const, ...twin].filter((step) =>
      !closed.has(slotOf(step))
    );
    return [{ do: "build", worker }, ...own, ...ends];
  });
}

export function onWorkerZero(step: Step): Step {
  return step.do === "restart" ? { ...step, workers: 1 } : { ...step, worker: 0 };
}

/** Every second partition of an index gets an index of its own: is it the index they share, or more? */
export function separated(history: History): History {
  let { workers } = history;
  const steps = history.steps.map((step): Step => {
    if (step.do === "restart") {
      workers = step.workers;
      return { ...step, workers: workers * 2 };
    }
    const worker = step.worker % workers;
    return step.twin ? drop({ ...step, worker: worker + workers }, "twin") : { ...step, worker };
  });
  return { ...history, workers: history.workers * 2, steps };
}

/** The partitions that are written to. */
export function partitionsOf(history: History): readonly number[] {
  const writes = plan(history).filter(({ call }) => call === "write");
  return [...new Set(writes.map(({ partition }) => partition))];
}

/** The same closes in worker order, and in the opposite one, after everything else. */
export function closeOrders(history: History): History[] {
  return [1, -1].map((direction) => {
    let { workers } = history;
    const ordered = (run: readonly Step[]): Step[] => {
      const others = run.filter((step) => step.do !== "close");
      const closed = new Set(
        others.flatMap((step) => step.do !== "restart" && closes(step) ? [slotOf(step)] : []),
      );
      const all = Array.from({ length: workers }, (_, worker) => ({ do: "close", worker } as const))
        .filter((step) => !closed.has(slotOf(step)));
      return [...others, ...(direction > 0 ? all : all.reverse())];
    };
    const steps: Step[] = [];
    let run: Step[] = [];
    for (const step of history.steps) {
      if (step.do === "restart") {
        steps.push(...ordered(run), step);
        run = [];
        workers = step.workers;
      } else run.push(step);
    }
    return { ...history, steps: [...steps, ...ordered(run)] };
  });
}

/** Each partition that wrote nothing in a run writes one event once the first builds are made. */
export function busyWorkers(history: History): Step[] {
  let { workers } = history;
  const busy = (run: readonly Step[]): Step[] => {
    const twins = run.flatMap(twinOf);
    const all = [...Array.from({ length: workers }, (_, worker) => ({ worker })), ...twins];
    const busy = new Set(run.flatMap((step) => step.do === "write" ? [slotOf(step)] : []));
    const idle = all.map((it): WriteStep => ({ do: "write", events: 1, ...it }))
      .filter((it) => !busy.has(slotOf(it)) && busy.add(slotOf(it)));
    const first = run.findIndex((step) => step.do !== "build");
    const builds = first < 0 ? run : run.slice(0, first);
    // What comes next must not overlap what is added.
    const [next, ...others] = run.slice(builds.length);
    const together = [...builds, ...twins.map((it): Step => ({ do: "build", ...it }))];
    return [...together, ...idle, ...(next ? [drop(next, "after")] : []), ...others];
  };
  const steps: Step[] = [];
  let run: Step[] = [];
  for (const step of history.steps) {
    if (step.do === "restart") {
      steps.push(...busy(run), step);
      run = [];
      workers = step.workers;
    } else run.push(step);
  }
  return [...steps, ...busy(run)];
}

/** Every partition, the second ones of an index included, is built before anything else. */
export function builtFirst(run: readonly Step[]): readonly Step[] {
  const twins = new Set(
    run.flatMap((step) => step.do !== "restart" && step.twin ? [step.worker] : []),
  );
  return [
    ...[...twins].map((worker): Step => ({ do: "build", worker, twin: true })),
    ...run.filter((step) => step.do !== "build"),
  ];
}

/** The writes of each partition as one batch, where its first one stood; what befell one befalls all. */
export function merged(run: readonly Step[]): readonly Step[] {
  const first = new Map<string, number>();
  const steps: Step[] = [];
  for (const step of run) {
    const known = step.do === "write" ? first.get(slotOf(step)) : undefined;
    if (step.do !== "write") steps.push(step);
    else if (known === undefined) {
      first.set(slotOf(step), steps.length);
      steps.push(step);
    } else {
      const batch = steps[known] as WriteStep;
      const quirks = [batch.afterwards, step.do === "write" ? step.afterwards : undefined];
      const afterwards = quirks.includes("array-reused") ? "array-reused" : quirks.find((it) => it);
      steps[known] = {
        ...batch,
        events: batch.events + step.events,
        ...(step.do === "write" && step.look && { look: true }),
        ...(afterwards && { afterwards }),
      };
    }
  }
  return steps;
}

/** How many more events make a buffer flush by itself: more than the usual limits. */
const enough = 1100;

/** One large batch more for the only partition that writes: what was pending is flushed by it. */
export function toppedUp(history: History, pool: number): readonly History[] {
  const writes = history.steps.filter((step) => step.do === "write");
  if (
    new Set(writes.map(slotOf)).size !== 1 || history.steps.some(({ do: it }) => it === "restart")
  ) return [];
  const last = history.steps.lastIndexOf(writes.at(-1)!);
  const { worker, twin } = writes[0]!;
  const events = Math.min(enough, pool - eventCount(history));
  if (events < 1) return [];
  const more: Step = { do: "write", worker, ...(twin && { twin }), events };
  return [{ ...history, steps: history.steps.toSpliced(last + 1, 0, more) }];
}
