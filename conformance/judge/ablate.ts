import { eventCount, type History, type Step, type WriteStep } from "../history.ts";
import type { Circumstance } from "./circumstances.ts";

/** The history without what had no effect in it, so that it does not come into effect in a control. */
export function effective(history: History, found: ReadonlySet<Circumstance>): History {
  const overlaps = found.has("overlap") || found.has("overlapping-builds");
  const steps = history.steps.map((step) => {
    const timed = overlaps ? step : drop(step, "after");
    const quirk = step.do === "write" ? step.afterwards : undefined;
    return quirk === undefined || found.has(quirk) ? timed : drop(timed, "afterwards");
  });
  return { ...history, steps };
}

/**
 * The history without a circumstance, all else kept as far as it can be: the control that tells whether the
 * circumstance is to blame. Several when there is more than one way; none when it cannot be taken away.
 */
export function without(
  history: History,
  circumstance: Circumstance,
  pool: number,
): readonly History[] {
  return controls(history, circumstance, pool).filter((control) => eventCount(control) <= pool);
}

function controls(
  history: History,
  circumstance: Circumstance,
  pool: number,
): readonly History[] {
  const { given, ...usual } = history;
  switch (circumstance) {
    case "frozen-node":
    case "frozen-config":
    case "frozen-events":
    case "minimal-arguments":
    case "string-config": {
      const flag = flags[circumstance];
      const { [flag]: _, ...rest } = given ?? {};
      // Nobody could reuse or change what was frozen: without the freeze nobody does either.
      const steps = circumstance === "frozen-events"
        ? usual.steps.map((step) => drop(step, "afterwards"))
        : usual.steps;
      return [{ ...usual, ...(Object.keys(rest).length > 0 && { given: rest }), steps }];
    }
    case "overlap": {
      const { pace: _, ...steady } = history;
      return [{ ...steady, steps: history.steps.map((step) => drop(step, "after")) }];
    }
    case "close-order":
      return closeOrders(history);
    case "pending":
      return toppedUp(history, pool);
    case "any-worker":
      return [{ ...history, workers: 1, steps: writesOnly(history.steps).map(onWorkerZero) }];
    case "interleaving":
      return [
        { ...history, steps: byRun(history.steps, (run) => run.toSorted(byWorker)) },
        { ...history, steps: byRun(history.steps, oneLifeAfterAnother) },
      ];
    default:
      return [{ ...history, steps: stepsWithout(history, circumstance) }];
  }
}

const flags = {
  "frozen-node": "frozenNode",
  "frozen-config": "frozenConfig",
  "frozen-events": "frozenEvents",
  "minimal-arguments": "minimalArguments",
  "string-config": "stringConfig",
} as const;

function stepsWithout(history: History, circumstance: Circumstance): readonly Step[] {
  const { steps } = history;
  switch (circumstance) {
    case "repeated-close":
      return onceClosed(steps, (step) => step.do !== "close");
    case "late-write":
      return onceClosed(steps, (step) => step.do !== "write");
    case "empty-batch":
      // The write of nothing to a twin also builds it: the build is not to blame, and stays.
      return steps.flatMap((step): Step[] => {
        if (step.do !== "write" || step.events > 0) return [step];
        return step.twin ? [{ do: "build", worker: step.worker, twin: true }] : [];
      });
    case "array-reused":
    case "event-changed":
      return steps.map((step) =>
        step.do === "write" && step.afterwards === circumstance ? drop(step, "afterwards") : step
      );
    case "invalid-event":
      return steps.map((step) => drop(step, "invalid"));
    case "fault":
      return steps.map((step) => drop(drop(step, "fault"), "until"));
    case "overlapping-builds":
      return steps.map((step) => step.do === "build" ? drop(step, "after") : step);
    case "twin":
      return steps.filter((step) => step.do !== "close" && !(step.do === "build" && step.twin))
        .map((step) => drop(step, "twin"));
    case "rescale":
      return steps.map((step) =>
        step.do === "restart" ? { ...step, workers: history.workers } : step
      );
    case "restart":
      return steps.filter((step) => step.do !== "restart" && step.do !== "close");
    case "early-close":
      return byRun(steps, (run) => [
        ...run.filter((step) => step.do !== "close"),
        ...run.filter((step) => step.do === "close"),
      ]);
    case "late-build":
      return byRun(steps, builtFirst);
    case "idle-worker":
      return busyWorkers(history);
    case "split":
      return byRun(steps, merged);
    default:
      return steps;
  }
}

/** Steps of a partition after its close are kept only when they fit. */
function onceClosed(steps: readonly Step[], keep: (step: Step) => boolean): readonly Step[] {
  return byRun(steps, (run) => {
    const closed = new Set<string>();
    return run.filter((step) => {
      if (step.do === "restart") return true;
      const slot = slotOf(step);
      if (closed.has(slot) && !keep(step)) return false;
      if (step.do === "close") closed.add(slot);
      return true;
    });
  });
}

type OnPartition = Exclude<Step, { do: "restart" }>;

function twinOf(step: Step): { worker: number; twin: true }[] {
  return step.do !== "restart" && step.twin ? [{ worker: step.worker, twin: true }] : [];
}

function slotOf({ worker, twin }: OnPartition): string {
  return `${worker}${twin ? "twin" : ""}`;
}

function byWorker(a: Step, b: Step): number {
  return a.do === "restart" || b.do === "restart" ? 0 : a.worker - b.worker;
}

/** Maps the steps of each run; the restarts between them stay. */
function byRun(steps: readonly Step[], map: (run: readonly Step[]) => readonly Step[]): Step[] {
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

function drop(
  step: Step,
  key: "after" | "twin" | "fault" | "until" | "afterwards" | "invalid",
): Step {
  if (!(key in step)) return step;
  const { [key]: _, ...rest } = step as WriteStep;
  return rest as Step;
}

/** Without builds and closes, which would come too early once they meet another worker. */
function writesOnly(steps: readonly Step[]): readonly Step[] {
  return steps.filter((step) => step.do === "write" || step.do === "restart");
}

/** Each worker is built, writes and is closed before the next one is built. */
function oneLifeAfterAnother(run: readonly Step[]): Step[] {
  const writes = writesOnly(run).flatMap((step) => step.do === "write" ? [step] : []);
  const workers = [...new Set(writes.map(({ worker }) => worker))].sort((a, b) => a - b);
  return workers.flatMap((worker): Step[] => {
    const own = writes.filter((step) => step.worker === worker);
    const twin: Step[] = own.some((step) => step.twin) ? [{ do: "close", worker, twin: true }] : [];
    return [{ do: "build", worker }, ...own, { do: "close", worker }, ...twin];
  });
}

function onWorkerZero(step: Step): Step {
  return step.do === "restart" ? { ...step, workers: 1 } : { ...step, worker: 0 };
}

/** The same closes in worker order, and in the opposite one, after everything else. */
function closeOrders(history: History): History[] {
  return [1, -1].map((direction) => {
    let { workers } = history;
    const ordered = (run: readonly Step[]): Step[] => {
      const all = Array.from({ length: workers }, (_, worker): Step => ({ do: "close", worker }));
      const others = run.filter((step) => step.do !== "close");
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
function busyWorkers(history: History): Step[] {
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
function builtFirst(run: readonly Step[]): readonly Step[] {
  const twins = new Set(
    run.flatMap((step) => step.do !== "restart" && step.twin ? [step.worker] : []),
  );
  return [
    ...[...twins].map((worker): Step => ({ do: "build", worker, twin: true })),
    ...run.filter((step) => step.do !== "build"),
  ];
}

/** The writes of each partition as one batch, where its first one stood; what befell one befalls all. */
function merged(run: readonly Step[]): readonly Step[] {
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
function toppedUp(history: History, pool: number): readonly History[] {
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
