// Sinks that do what a test says, and the calls of a run as lines of text, taken from its trace.
import {
  compile,
  type Flow,
  type FlowNode,
  type IntoSink,
  type MaybePromise,
  run,
  RunError,
  type RunOptions,
  type RunSummary,
  type Trace,
  TraceRecorder,
} from "@watertight/sinks";

/** What a scripted sink does; by default nothing. */
export interface Script {
  readonly build?: (...args: unknown[]) => MaybePromise<unknown>;
  readonly write?: (items: readonly unknown[], worker: number) => MaybePromise<void>;
  readonly close?: (worker: number) => MaybePromise<void>;
}

// deno-lint-ignore no-explicit-any -- stands for a sink of any event.
export type AnySink = IntoSink<any>;

export function scripted(name: string, { build, write, close }: Script = {}): AnySink {
  return {
    payload: Object,
    name,
    routerBranchSafe: true,
    buildPartition(...args) {
      const [, worker] = args;
      const partition = {
        writeBatch: (items: readonly unknown[]) => write?.(items, worker),
        close: () => close?.(worker),
      };
      const built = build?.(...args);
      if (built instanceof Promise) return built.then((other) => other ?? partition);
      return (built ?? partition) as typeof partition;
    },
  };
}

/** A configuration with an empty section for each sink. */
export function sectionsFor(...names: readonly string[]): unknown {
  return { streaming: { sinks: Object.fromEntries(names.map((name) => [name, {}])) } };
}

/** How a run went. */
export interface Recording {
  readonly lines: readonly string[];
  readonly trace: Trace;
  readonly recorder: TraceRecorder;
  readonly summary?: RunSummary;
  readonly error?: RunError;
}

/** Runs a process over events and records its calls. Gives a `RunError` instead of throwing it. */
export async function record(
  source: Flow["source"],
  process: readonly FlowNode[],
  options: RunOptions = {},
): Promise<Recording> {
  const plan = compile({ name: "test", source, process }, sectionsFor("a", "b"));
  const recorder = new TraceRecorder();
  const recorded = () => ({ lines: linesOf(recorder), trace: recorder.trace, recorder });
  try {
    const summary = await run(plan, { trace: recorder, interruptOn: [], ...options });
    return { ...recorded(), summary };
  } catch (error) {
    if (error instanceof RunError) return { ...recorded(), error };
    throw error;
  }
}

/** `a0 write 1 2`: the sink with its worker, the call (`!` when it threw), the events. */
export function linesOf({ trace, sinks }: TraceRecorder): readonly string[] {
  return trace.calls.map(({ call, worker, events, outcome }, index) => {
    const failed = outcome.kind === "threw" ? "!" : outcome.kind === "unsettled" ? "?" : "";
    const written = events?.map((event) => ` ${String(trace.events[event])}`).join("") ?? "";
    return `${sinks[index]}${worker} ${call}${failed}${written}`;
  });
}

/** A switch that opens once. */
export function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
}

/** The numbers from 1, asynchronously and without end. */
export async function* endless(): AsyncGenerator<number> {
  for (let i = 1;; i++) yield await Promise.resolve(i);
}
