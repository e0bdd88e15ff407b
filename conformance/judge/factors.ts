import type { Call, Trace } from "../../src/protocol/mod.ts";

/**
 * What can be particular about a history and to blame for an anomaly, the most particular first. Each can be
 * taken out of a history; where several must meet, the first of them is the cause.
 */
export const factors = [
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
  "pause",
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

/** One of {@linkcode factors}. */
export type Factor = typeof factors[number];

/** The factors of a trace: what of its history came into effect. */
export function factorsOf(trace: Trace): ReadonlySet<Factor> {
  const found = new Set<Factor>();
  const { given } = trace;
  if (given?.frozenNode) found.add("frozen-node");
  if (given?.frozenConfig) found.add("frozen-config");
  if (given?.frozenEvents) found.add("frozen-events");
  if (given?.minimalArguments) found.add("minimal-arguments");
  if (given?.stringConfig) found.add("string-config");
  const state: Tally = {
    closed: new Set(),
    run: 0,
    closedInRun: 0,
    wrote: new Map(),
    built: new Map(),
    running: undefined,
  };
  for (const call of trace.calls) noteCall(call, state, found);
  noteWorkers(trace, state, found);
  return found;
}

interface Tally {
  readonly closed: Set<number>;
  /** The run and the partitions of it that were closed. */
  run: number;
  closedInRun: number;
  /** Run and worker of every partition that was written to, with how often. */
  readonly wrote: Map<number, { readonly run: number; readonly worker: number; writes: number }>;
  /** Run and worker of every build. */
  readonly built: Map<string, number>;
  running: Call | undefined;
}

function noteCall(call: Call, state: Tally, found: Set<Factor>): void {
  const { running } = state;
  if (running && (running.end === null || running.end > call.start)) {
    found.add(running.call === "build" && call.call === "build" ? "overlapping-builds" : "overlap");
  }
  if (!running || (running.end !== null && (call.end === null || call.end > running.end))) {
    state.running = call;
  }
  if (call.fault) found.add("fault");
  if (call.pause) found.add("pause");
  if (call.invalid) found.add("invalid-event");
  if (call.afterwards) found.add(call.afterwards);
  if (call.run > state.run) {
    found.add("restart");
    [state.run, state.closedInRun] = [call.run, 0];
  }
  if (call.call === "build") noteBuild(call, state, found);
  else if (call.call === "close") {
    if (!state.wrote.has(call.partition)) found.add("idle-worker");
    if (state.closed.has(call.partition)) found.add("repeated-close");
    else if (state.closedInRun++ > 0) found.add("peer-close");
    state.closed.add(call.partition);
  } else noteWrite(call, state, found);
}

function noteBuild(call: Call, state: Tally, found: Set<Factor>): void {
  const key = `${call.run}:${call.worker}`;
  // A second partition of an index is one more, whatever its index is.
  if (state.built.has(key)) found.add("twin").add("any-worker");
  state.built.set(key, call.workers);
  for (const other of state.wrote.values()) if (other.run === call.run) found.add("late-build");
}

function noteWrite(call: Call, state: Tally, found: Set<Factor>): void {
  if (call.events?.length === 0 && !call.invalid) found.add("empty-batch");
  if (state.closed.has(call.partition)) found.add("late-write");
  else if (state.closedInRun > 0) found.add("early-close").add("peer-close");
  const wrote = state.wrote.get(call.partition);
  if (wrote) wrote.writes++;
  else state.wrote.set(call.partition, { run: call.run, worker: call.worker, writes: 1 });
}

function noteWorkers(trace: Trace, state: Tally, found: Set<Factor>): void {
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
  if (writers.length > 1) found.add("interleaving");
  if (writers.some(({ writes }) => writes > 1)) found.add("split");
  if (writers.length > 0) found.add("pending");
}
