import type { GivenForm, History, Step, WriteStep } from "../history.ts";

/** Simpler histories than this one, the boldest first. Plain data in, plain data out. */
export function* smaller(history: History): IterableIterator<History> {
  yield* fewerSteps(history);
  yield* fewerWorkers(history);
  if (history.given) yield* plainerGiven(history, history.given);
  for (let index = 0; index < history.steps.length; index++) {
    for (const step of simplerStep(history.steps[index]!)) {
      yield { ...history, steps: history.steps.with(index, step) };
    }
  }
  yield* fewerEvents(history);
  if (history.pace) yield* steadier(history, history.pace);
  for (const first of towardsZero(history.first)) yield { ...history, first };
}

/** Without a run of steps: first halves, then single ones, then pairs that only go together. */
function* fewerSteps(history: History): IterableIterator<History> {
  const { steps } = history;
  for (let size = steps.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length; from += size) {
      yield { ...history, steps: steps.toSpliced(from, size) };
    }
  }
  // What is written depends on what was written before: without the first batch, the rest may need its events.
  const [head, ...rest] = steps;
  if (head?.do === "write" && head.events > 0) {
    yield { ...history, first: history.first + head.events, steps: rest };
  }
  for (const [index, step] of steps.entries()) {
    if (step.do !== "write" || step.until !== "close" || !step.fault) continue;
    const { worker, twin, fault } = step;
    const close: Step = { do: "close", worker, ...(twin && { twin }), fault };
    yield { ...history, steps: steps.with(index, close) };
  }
  for (let one = 0; one < steps.length; one++) {
    for (let other = one + 2; other < steps.length; other++) {
      yield { ...history, steps: steps.filter((_, index) => index !== one && index !== other) };
    }
  }
}

function* fewerWorkers(history: History): IterableIterator<History> {
  for (let workers = 1; workers < history.workers; workers++) yield { ...history, workers };
  // Without the last worker and all it does.
  const last = history.workers - 1;
  const others = history.steps.filter((step) => step.do === "restart" || step.worker !== last);
  if (last > 0 && others.length < history.steps.length) {
    yield { ...history, workers: last, steps: others };
  }
  // All workers one index lower, when worker 0 does nothing.
  const steps = history.steps.map((step) =>
    step.do === "restart" ? step : { ...step, worker: step.worker - 1 }
  );
  if (
    history.workers > 1 && steps.every((step) => step.do !== "restart" && step.worker >= 0)
  ) yield { ...history, workers: history.workers - 1, steps };
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

/** The step with less to it: no overlap, no quirk, no fault, no look, no twin, a lower worker. */
function* simplerStep(step: Step): IterableIterator<Step> {
  if (step.do === "restart") {
    for (let workers = 1; workers < step.workers; workers++) yield { ...step, workers };
    return;
  }
  for (
    const extra of ["after", "afterwards", "invalid", "fault", "until", "look", "twin"] as const
  ) {
    if (extra in step) {
      const { [extra]: _, ...rest } = step as WriteStep;
      yield rest as Step;
    }
  }
  if (step.do === "write" && step.twin) yield { do: "build", worker: step.worker, twin: true };
  if (step.after !== undefined) {
    for (const after of towardsZero(step.after)) yield { ...step, after };
  }
  for (let worker = 0; worker < step.worker; worker++) yield { ...step, worker };
}

/** Smaller batches, one at a time, then a batch and another of its size together. */
function* fewerEvents(history: History): IterableIterator<History> {
  const { steps } = history;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]!;
    if (step.do !== "write") continue;
    for (const events of towardsZero(step.events)) {
      if (events > 0) yield { ...history, steps: steps.with(index, { ...step, events }) };
    }
    for (const events of towardsZero(step.events)) {
      if (events === 0) continue;
      const together = steps.map((other) =>
        other.do === "write" && other.events === step.events ? { ...other, events } : other
      );
      yield { ...history, steps: together };
    }
  }
}

/** 0, then half-way back to the number again and again: a binary search for the least. */
function* towardsZero(number: number): IterableIterator<number> {
  for (let gap = number; gap >= 1; gap = Math.floor(gap / 2)) yield number - gap;
}
