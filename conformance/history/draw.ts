import type { CallFault } from "../../src/protocol/mod.ts";
import type { GivenForm, History, HistoryStep, OnPartition, WriteStep } from "./history.ts";
import { places, type Shape } from "./shape.ts";

/** A random whole number from 0 to below the bound. */
export type Below = (bound: number) => number;

/** What is carried from step to step: usual histories repeat themselves. */
interface Memory {
  workers: number;
  worker: number;
  size: number;
  /** The next event of the pool, and how many may still be written. */
  next: number;
  left: number;
  /** Events of one key that are still to be written, and all there were. */
  rivals: readonly number[];
  readonly apart: ReadonlySet<number>;
  readonly burst: boolean;
}

/** Draws one history. The same numbers and shape give the same history. */
export function drawHistory(below: Below, shape: Shape): History {
  const workers = drawWorkers(below, shape.maxWorkers);
  const most = largest(shape);
  const rivals = drawRivals(below, shape);
  const memory: Memory = {
    workers,
    worker: 0,
    size: 1 + below(3),
    next: below(Math.max(1, shape.pool - most)),
    left: most,
    rivals,
    apart: new Set(rivals),
    burst: workers > 1 && below(5) < 2,
  };
  const steps = memory.burst && below(3) > 0 ? buildsTogether(below, workers) : [];
  for (let length = 1 + below(8); length > 0; length--) steps.push(drawStep(below, shape, memory));
  const given = drawGiven(below, shape);
  const pace = workers > 1 && below(3) === 0 ? 1 + below(1000) : 0;
  return { workers, ...(given && { given }), ...(pace > 0 && { pace }), steps };
}

/** The events one history may use: the largest batch, and some small ones around it. */
function largest({ usualLimits, namedLimits, pool }: Shape): number {
  return Math.min(pool, Math.max(64, ...usualLimits, ...namedLimits) + 32);
}

/** In a third of the histories some events replace each other. */
function drawRivals(below: Below, { rivals }: Shape): readonly number[] {
  if (rivals.length === 0 || below(3) > 0) return [];
  return [...new Set([...rivals[below(rivals.length)]!, ...rivals[below(rivals.length)]!])];
}

/** Mostly one to three, now and then as many as there may be. */
function drawWorkers(below: Below, max: number): number {
  return 1 + below(below(8) === 0 ? max : Math.min(max, 3));
}

/** Each form often enough for its rule, so they also come together; a configuration to refuse comes alone. */
function drawGiven(below: Below, shape: Shape): GivenForm | undefined {
  const now = () => below(9) === 0;
  if (now() && shape.invalidConfigs > 0) return { invalidConfig: below(shape.invalidConfigs) };
  const given: GivenForm = {
    ...(now() && { frozenConfig: true }),
    ...(now() && { frozenEvents: true }),
    ...(now() && { minimalArguments: true }),
    ...(now() && shape.stringConfig && { stringConfig: true }),
  };
  return Object.keys(given).length > 0 ? given : undefined;
}

/** Every worker at once: only what starts within a few microtasks of another build can meet it. */
function buildsTogether(below: Below, workers: number): HistoryStep[] {
  return Array.from({ length: workers }, (_, worker) => ({
    do: "build",
    worker,
    ...(worker > 0 && { after: below(below(2) === 0 ? 2 : 4) }),
  }));
}

function drawStep(below: Below, shape: Shape, memory: Memory): HistoryStep {
  const kind = below(100);
  if (kind === 6 && shape.pauses.length > 0) {
    return { do: "pause", ms: shape.pauses[below(shape.pauses.length)]! };
  }
  if (kind < 6) {
    memory.workers = drawWorkers(below, shape.maxWorkers);
    return { do: "restart", workers: memory.workers };
  }
  if (below(2) === 0) memory.worker = below(memory.workers);
  const place = {
    worker: memory.worker % memory.workers,
    ...(below(16) === 0 && { twin: true as const }),
    ...(memory.burst && below(4) > 0 && { after: below(7) }),
  };
  const look = below(8) === 0 && { look: true as const };
  if (kind < 16) return { do: "build", ...place, ...look, ...drawFault(below, shape) };
  if (kind < 30) return { do: "close", ...place, ...look, ...drawFault(below, shape) };
  return { do: "write", ...place, ...drawWrite(below, shape, memory), ...look };
}

function drawWrite(
  below: Below,
  shape: Shape,
  memory: Memory,
): Omit<WriteStep, "do" | "worker"> {
  if (below(3) > 0) memory.size = drawSize(below, shape);
  const events = below(14) === 0 ? [] : takeEvents(below, memory);
  if (memory.size > 32) memory.size = 1 + below(3);
  const quirk = below(10);
  if (quirk === 0) return { events, afterwards: "array-reused" };
  if (quirk === 1) return { events, afterwards: "event-changed" };
  if (shape.invalidEvents && quirk === 2) return { events, invalid: true };
  const { fault } = drawFault(below, shape);
  return { events, ...(fault && { fault: below(2) === 0 ? { ...fault, until: "close" } : fault }) };
}

function takeEvents(below: Below, memory: Memory): readonly number[] {
  if (memory.rivals.length > 0 && below(2) === 0) {
    const taken = memory.rivals.slice(0, 1 + below(2));
    memory.rivals = memory.rivals.slice(taken.length);
    return taken;
  }
  const events = places(memory.next, Math.min(memory.size, memory.left));
  memory.next += events.length;
  memory.left -= events.length;
  return memory.apart.size > 0 ? events.filter((place) => !memory.apart.has(place)) : events;
}

/** Small as a rule; one in 120 around a limit: the systematic histories have been there. */
function drawSize(below: Below, { usualLimits, namedLimits }: Shape): number {
  const limits = [...usualLimits, ...namedLimits];
  if (below(120) > 0 || limits.length === 0) return 1 + below(below(4) === 0 ? 12 : 3);
  return Math.max(1, limits[below(limits.length)]! - 1 + below(3));
}

function drawFault(below: Below, { faults, counted }: Shape): Pick<OnPartition, "fault"> {
  if (faults.length === 0 || below(4) > 0) return {};
  // A fault that hangs costs real time: the systematic histories are enough of it.
  const kind = faults[below(faults.length)]!;
  if (kind === "hang") return {};
  if (!counted || below(2) > 0) return { fault: { kind } };
  const fault: CallFault = {
    kind,
    after: below(below(3) === 0 ? 9 : 4),
    ...(below(2) === 0 && { times: 1 + below(below(3) === 0 ? 3 : 2) }),
  };
  return { fault };
}
