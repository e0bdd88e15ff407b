import type { Factor } from "../judge/factors.ts";
import { drop, type History, type HistoryStep, isCall, type WriteStep } from "./history.ts";
import {
  builtFirst,
  builtToWrite,
  busyWorkers,
  closedLast,
  closedOnce,
  closeOrders,
  equallyMany,
  filledBatches,
  inOneRun,
  merged,
  onOneWorker,
  separated,
  workerByWorker,
  writersOf,
  writtenBeforeClose,
} from "./rearrange.ts";
import { toppedUp } from "./top_up.ts";

/**
 * The history without a factor: taken away, or put right, with every event staying with its write and all else
 * kept as far as it can be. Several where there is more than one way; none where the history has nothing of it.
 */
export function variantsOf(history: History, factor: Factor, pool: number): readonly History[] {
  const told = JSON.stringify(history);
  return ways[factor](history, pool).filter((variant) => JSON.stringify(variant) !== told);
}

type Ways = (history: History, pool: number) => readonly History[];

/** With other steps. */
const stepping =
  (steps: (history: History, pool: number) => readonly HistoryStep[]): Ways => (history, pool) => [
    { ...history, steps: steps(history, pool) },
  ];

/** Without a member of its steps. */
const dropping = (
  key: Parameters<typeof drop>[1],
  concerns: (step: HistoryStep) => boolean = () => true,
): Ways =>
  stepping(({ steps }) =>
    steps.map((step) => isCall(step) && concerns(step) ? drop(step, key) : step)
  );

/** Without a form of what is given to the builds. */
const giving = (
  form: "frozenNode" | "frozenConfig" | "frozenEvents" | "minimalArguments" | "stringConfig",
): Ways =>
({ given, ...usual }) => {
  const { [form]: had, ...rest } = given ?? {};
  if (!had) return [];
  // Nobody could reuse or change what was frozen: without the freeze nobody does either.
  const steps = form === "frozenEvents"
    ? usual.steps.map((step) => isCall(step) ? drop(step, "afterwards") : step)
    : usual.steps;
  return [{ ...usual, ...(Object.keys(rest).length > 0 && { given: rest }), steps }];
};

const ways: Readonly<Record<Factor, Ways>> = {
  "late-write": stepping(writtenBeforeClose),
  "repeated-close": stepping(closedOnce),
  "empty-batch": stepping(filledBatches),
  "array-reused": dropping(
    "afterwards",
    (it) => it.do === "write" && it.afterwards === "array-reused",
  ),
  "event-changed": dropping(
    "afterwards",
    (it) => it.do === "write" && it.afterwards === "event-changed",
  ),
  "frozen-node": giving("frozenNode"),
  "frozen-config": giving("frozenConfig"),
  "frozen-events": giving("frozenEvents"),
  "minimal-arguments": giving("minimalArguments"),
  "string-config": giving("stringConfig"),
  "invalid-event": eachWithout("invalid"),
  "fault": eachWithout("fault"),
  "pause": stepping(({ steps }) => steps.filter((step) => step.do !== "pause" || step.look)),
  "overlapping-builds": dropping("after", (step) => step.do === "build"),
  "overlap": ({ pace: _, ...steady }) => [{
    ...steady,
    steps: steady.steps.map((step) => isCall(step) ? drop(step, "after") : step),
  }],
  "twin": (history) => [separated(history)],
  "early-close": stepping(closedLast),
  "peer-close": (history) => writersOf(history).map((onlyClose) => ({ ...history, onlyClose })),
  "rescale": (history) => [equallyMany(history)],
  "restart": (history) => history.steps.some(isRestart) ? [inOneRun(history)] : [],
  "late-build": stepping(builtFirst),
  "close-order": closeOrders,
  "idle-worker": stepping(busyWorkers),
  "interleaving": (history) => [
    { ...history, steps: workerByWorker(history) },
    { ...history, steps: builtToWrite(history) },
  ],
  "any-worker": (history) => hasPeers(history) ? [onOneWorker(history)] : [],
  "split": stepping(merged),
  "pending": toppedUp,
};

function isRestart(step: HistoryStep): boolean {
  return step.do === "restart";
}

/** Whether there is more than one partition in any run. */
function hasPeers({ workers, steps }: History): boolean {
  return workers > 1 ||
    steps.some((step) => step.do === "restart" ? step.workers > 1 : isCall(step) && step.twin);
}

/** Without one of the steps' faults, or invalid events, at a time: which of them is it? Then without any. */
function eachWithout(key: "fault" | "invalid"): Ways {
  return (history) => {
    const each = history.steps.flatMap((step, index) =>
      isCall(step) && key in step
        ? [{ ...history, steps: history.steps.with(index, drop(step, key)) }]
        : []
    );
    const none = history.steps.map((step) => isCall(step) ? drop(step, key) : step);
    return each.length > 1 ? [...each, { ...history, steps: none }] : each;
  };
}

/** The history with a fault that lasts until a close in the call alone, and in the close alone. */
export function halvesOf(history: History): readonly History[] {
  return history.steps.flatMap((step, index) => {
    if (step.do !== "write" || step.fault?.until === undefined) return [];
    const { until: _, ...fault } = step.fault;
    return [
      { ...history, steps: history.steps.with(index, { ...step, fault }) },
      ...closesOf(step).map((close) => (
        { ...history, steps: history.steps.toSpliced(index, 1, drop(step, "fault"), close) }
      )),
    ];
  });
}

/** The close that a fault lasts until, failing by itself: also at once, as the write may have made what works before. */
export function closesOf({ worker, twin, fault }: WriteStep): readonly HistoryStep[] {
  if (fault === undefined) return [];
  const { until: _, ...once } = fault;
  const { after, ...atOnce } = once;
  return (after === undefined ? [once] : [once, atOnce]).map((fault) => (
    { do: "close", worker, ...(twin && { twin }), fault }
  ));
}

/** The factors whose variants are never larger than what they are made of: the shrinker tries them first. */
const simplifying: readonly Factor[] = [
  "any-worker",
  "restart",
  "split",
  "fault",
  "invalid-event",
  "late-write",
  "repeated-close",
  "empty-batch",
  "twin",
  "rescale",
  "overlap",
  "overlapping-builds",
  "pause",
  "early-close",
  "late-build",
  "array-reused",
  "event-changed",
  "frozen-events",
  "frozen-config",
  "frozen-node",
  "minimal-arguments",
  "string-config",
];

/** Factors whose variants may add a build. */
const growing: ReadonlySet<Factor> = new Set(["late-build", "restart"]);

/** Simpler variants of a history, for the shrinker: one factor less each. */
export function* simplerVariants(history: History, pool: number): IterableIterator<History> {
  for (const factor of simplifying) {
    for (const variant of variantsOf(history, factor, pool)) {
      // What grows could be taken back again, and the search would go round in circles.
      if (!growing.has(factor) || size(variant) <= size(history)) yield variant;
    }
  }
}

/** Steps, and those of them that concern a second partition of an index: either can be taken away. */
function size({ steps }: History): number {
  return steps.length + steps.filter((step) => isCall(step) && step.twin).length;
}
