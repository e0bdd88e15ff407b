import { closes, drop, type GivenForm, type History, type HistoryStep, isCall } from "./history.ts";
import type { Shape } from "./shape.ts";
import { closesOf, simplerVariants } from "./variants.ts";

/**
 * Simpler histories than this one, the boldest first: without a factor, then with less of everything. Plain
 * data in, plain data out, and every event stays with its write.
 */
export function* smaller(history: History, shape: Shape): IterableIterator<History> {
  yield* simplerVariants(history, shape.pool);
  yield* fewerSteps(history);
  yield* fewerWorkers(history);
  if (history.given) yield* plainerGiven(history, history.given);
  for (let index = 0; index < history.steps.length; index++) {
    for (const step of simplerStep(history.steps[index]!, history.workers)) {
      yield { ...history, steps: history.steps.with(index, step) };
    }
  }
  yield* fewerEvents(history);
  if (history.pace) yield* steadier(history, history.pace);
}

/** Without a run of steps: first halves, then single ones, then pairs that only go together. */
function* fewerSteps(history: History): IterableIterator<History> {
  const { steps } = history;
  for (let size = steps.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length; from += size) {
      yield { ...history, steps: steps.toSpliced(from, size) };
    }
  }
  for (const [index, step] of steps.entries()) {
    if (step.do !== "write" || !closes(step)) continue;
    for (const close of closesOf(step)) {
      yield { ...history, steps: steps.with(index, close) };
      yield { ...history, steps: steps.toSpliced(index, 1, drop(step, "fault"), close) };
    }
  }
  if (steps.length > 12) return; // Pairs of so many would be tried for ever.
  for (let one = 0; one < steps.length; one++) {
    for (let other = one + 2; other < steps.length; other++) {
      yield { ...history, steps: steps.filter((_, index) => index !== one && index !== other) };
    }
  }
}

function* fewerWorkers(history: History): IterableIterator<History> {
  const { steps } = history;
  const equal = steps.every((step) => step.do !== "restart" || step.workers === history.workers);
  for (let workers = 1; workers < history.workers; workers++) {
    if (!equal) {
      yield { ...history, workers };
      continue;
    }
    yield {
      ...history,
      workers,
      steps: steps.map((step) => step.do === "restart" ? { ...step, workers } : step),
    };
  }
  // Without the last worker and all it does.
  const last = history.workers - 1;
  const others = steps.filter((step) => !isCall(step) || step.worker !== last);
  if (last > 0 && others.length < steps.length && equal) {
    yield {
      ...history,
      workers: last,
      steps: others.map((step) => step.do === "restart" ? { ...step, workers: last } : step),
    };
  }
  // All workers one index lower, when worker 0 does nothing.
  const lower = steps.map((step) => isCall(step) ? { ...step, worker: step.worker - 1 } : step);
  if (
    history.workers > 1 && steps.every((step) => step.do !== "restart") &&
    lower.every((step) => !isCall(step) || step.worker >= 0)
  ) yield { ...history, workers: history.workers - 1, steps: lower };
}

function* plainerGiven(history: History, given: GivenForm): IterableIterator<History> {
  const { given: _, ...usual } = history;
  yield usual;
  const flags = Object.keys(given) as (keyof GivenForm)[];
  if (flags.length < 2) return;
  for (const flag of flags) yield { ...usual, given: { [flag]: given[flag] } };
}

function* steadier(history: History, pace: number): IterableIterator<History> {
  const { pace: _, ...steady } = history;
  yield steady;
  for (const lower of towardsZero(pace)) if (lower > 0) yield { ...history, pace: lower };
}

/** The step with less to it: no overlap, no quirk, a simpler fault, no look, no twin, a lower worker. */
function* simplerStep(step: HistoryStep, workers: number): IterableIterator<HistoryStep> {
  if (step.do === "pause") {
    for (const ms of towardsZero(step.ms)) if (ms > 0 && !step.look) yield { ...step, ms };
    return;
  }
  if (step.do === "restart") {
    // Equal numbers of workers are made smaller together.
    if (step.workers === workers) return;
    for (let fewer = 1; fewer < step.workers; fewer++) yield { ...step, workers: fewer };
    return;
  }
  for (const extra of ["after", "afterwards", "invalid", "fault", "look", "twin"] as const) {
    if (extra in step) yield drop(step, extra);
  }
  for (const key of ["until", "times", "after", "long"] as const) {
    if (!step.fault || !(key in step.fault)) continue;
    const { [key]: _, ...fault } = step.fault;
    yield { ...step, fault };
  }
  if (step.do === "write" && step.twin) yield { do: "build", worker: step.worker, twin: true };
  if (step.after !== undefined) {
    for (const after of towardsZero(step.after)) yield { ...step, after };
  }
  for (let worker = 0; worker < step.worker; worker++) yield { ...step, worker };
}

/** Parts of batches, then a batch and others of its size together. */
function* fewerEvents(history: History): IterableIterator<History> {
  const { steps } = history;
  for (const [index, step] of steps.entries()) {
    if (step.do !== "write") continue;
    for (const events of partsOf(step.events)) {
      yield { ...history, steps: steps.with(index, { ...step, events }) };
    }
  }
  for (const length of new Set(steps.map((it) => it.do === "write" ? it.events.length : 0))) {
    for (const events of towardsZero(length)) {
      if (events === 0) continue;
      const together = steps.map((step) =>
        step.do === "write" && step.events.length === length
          ? { ...step, events: step.events.slice(0, events) }
          : step
      );
      yield { ...history, steps: together };
    }
  }
}

/** A list without a half, a quarter and so on, down to single ones; never empty. */
function* partsOf<T>(list: readonly T[]): IterableIterator<readonly T[]> {
  for (
    let size = Math.ceil(list.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = list.length - size; from > -size; from -= size) {
      const part = list.toSpliced(Math.max(0, from), size + Math.min(0, from));
      if (part.length > 0 && part.length < list.length) yield part;
    }
    if (size === 1 || list.length / size > 64) break; // Sixty-four parts of a large batch are enough to try.
  }
}

/** 0, then half-way back to the number again and again: a binary search for the least. */
function* towardsZero(number: number): IterableIterator<number> {
  for (let gap = number; gap >= 1; gap = Math.floor(gap / 2)) yield number - gap;
}
