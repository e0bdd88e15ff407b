import type { Call, Trace } from "../../src/protocol/mod.ts";

/**
 * What can be particular about a history, the most particular first. Each can be taken away, and a symptom
 * that goes with it is blamed on it.
 */
export const circumstances = [
  "late-write",
  "repeated-close",
  "empty-batch",
  "array-reused",
  "event-changed",
  "frozen-node",
  "frozen-config",
  "frozen-events",
  "minimal-arguments",
  "string-config",
  "invalid-event",
  "fault",
  "overlapping-builds",
  "overlap",
  "twin",
  "early-close",
  "peer-close",
  "rescale",
  "restart",
  "late-build",
  "close-order",
  "idle-worker",
  "interleaving",
  "any-worker",
  "split",
  "pending",
] as const;

/** One of {@linkcode circumstances}. */
export type Circumstance = typeof circumstances[number];

/** The circumstances of a trace, in the order of {@linkcode circumstances}. */
export function circumstancesOf(trace: Trace): ReadonlySet<Circumstance> {
  const found = new Set<Circumstance>();
  const { given } = trace;
  if (given?.frozenNode) found.add("frozen-node");
  if (given?.frozenConfig) found.add("frozen-config");
  if (given?.frozenEvents) found.add("frozen-events");
  if (given?.minimalArguments) found.add("minimal-arguments");
  const state: Tally = {
    closed: new Set(),
    run: 0,
    closedInRun: 0,
    wrote: new Map(),
    built: new Map(),
    running: undefined,
  };
  if (given?.stringConfig) found.add("string-config");
  for (const call of trace.calls) noteCall(call, state, found);
  noteWorkers(trace, state, found);
  return found;
}

interface Tally {
  readonly closed: Set<number>;
  /** The run and the partitions of it that were closed. */
  run: number;
  closedInRun: number;
  /** Run and partition of every write made, with how many. */
  readonly wrote: Map<number, { readonly run: number; readonly worker: number; writes: number }>;
  /** Run and worker of every build. */
  readonly built: Map<string, number>;
  running: Call | undefined;
}

function noteCall(call: Call, state: Tally, found: Set<Circumstance>): void {
  const { running } = state;
  if (running && (running.end === null || running.end > call.start)) {
    found.add(running.call === "build" && call.call === "build" ? "overlapping-builds" : "overlap");
  }
  if (!running || (running.end !== null && (call.end === null || call.end > running.end))) {
    state.running = call;
  }
  if (call.fault) found.add("fault");
  if (call.invalid) found.add("invalid-event");
  if (call.afterwards) found.add(call.afterwards);
  if (call.run > state.run) {
    found.add("restart");
    [state.run, state.closedInRun] = [call.run, 0];
  }
  if (call.call === "build") noteBuild(call, state, found);
  else if (call.call === "close") {
    if (state.closed.has(call.partition)) found.add("repeated-close");
    else if (state.closedInRun++ > 0) found.add("peer-close");
    state.closed.add(call.partition);
  } else noteWrite(call, state, found);
}

function noteBuild(call: Call, state: Tally, found: Set<Circumstance>): void {
  const key = `${call.run}:${call.worker}`;
  if (state.built.has(key)) found.add("twin");
  state.built.set(key, call.workers);
  for (const other of state.wrote.values()) if (other.run === call.run) found.add("late-build");
}

function noteWrite(call: Call, state: Tally, found: Set<Circumstance>): void {
  if (call.events?.length === 0 && !call.invalid) found.add("empty-batch");
  if (state.closed.has(call.partition)) found.add("late-write");
  else if (state.closedInRun > 0) found.add("early-close").add("peer-close");
  const wrote = state.wrote.get(call.partition);
  if (wrote) wrote.writes++;
  else state.wrote.set(call.partition, { run: call.run, worker: call.worker, writes: 1 });
}

function noteWorkers(trace: Trace, state: Tally, found: Set<Circumstance>): void {
  const counts = new Set<number>();
  let closes = 0;
  for (const call of trace.calls) {
    counts.add(call.workers);
    if (call.call === "close") closes++;
    if (call.worker > 0 || call.workers > 1) found.add("any-worker");
  }
  if (counts.size > 1) found.add("rescale");
  if (state.built.size > 1 || closes > 1) found.add("close-order");
  const writers = [...state.wrote.values()];
  if (state.closed.size > writers.length) found.add("idle-worker");
  if (writers.length > 1) found.add("interleaving");
  if (writers.some(({ writes }) => writes > 1)) found.add("split");
  if (writers.length > 0) found.add("pending");
}
