import { eventCount, type History, type Step } from "../history.ts";
import type { Circumstance } from "./circumstances.ts";
import {
  builtFirst,
  busyWorkers,
  byRun,
  byWorker,
  closeOrders,
  drop,
  merged,
  onceClosed,
  oneLifeAfterAnother,
  onWorkerZero,
  partitionsOf,
  separated,
  toppedUp,
  writesOnly,
} from "./rearrange.ts";

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
    case "twin":
      return [separated(history)];
    case "peer-close":
      return partitionsOf(history).map((onlyClose) => ({ ...history, onlyClose }));
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

/** The same events in one batch on one worker, and nothing else. */
export function bareOf(history: History): History {
  const events = eventCount(history);
  return { workers: 1, first: history.first, steps: [{ do: "write", worker: 0, events }] };
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
