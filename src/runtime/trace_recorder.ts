import type { Call, Outcome, Trace } from "../protocol/mod.ts";
import type { CallEnd, ObservedCall, RunObserver } from "./observer.ts";

/** A call as it is being recorded. */
interface Entry {
  readonly sink: string;
  readonly call: { -readonly [K in keyof Call]: Call[K] };
}

/**
 * Records the calls of runs as a {@linkcode Trace}, the form the conformance suite judges. Give the same recorder to
 * several runs to record restarts. It keeps every event, so it is made for tests, not for endless flows.
 *
 * @example
 * ```ts
 * import { compile, type IntoSink, payload, run, TraceRecorder } from "@watertight/sinks";
 *
 * const intoNowhere: IntoSink<number> = {
 *   payload: payload<number>(),
 *   name: "nowhere",
 *   routerBranchSafe: true,
 *   buildPartition: () => ({ writeBatch: () => {}, close: () => {} }),
 * };
 * const flow = { name: "numbers", source: [1, 2], process: [intoNowhere] };
 * const trace = new TraceRecorder();
 * await run(compile(flow, { streaming: { sinks: { nowhere: {} } } }), { trace });
 * console.assert(trace.trace.calls.map(({ call }) => call).join(" ") === "build write close");
 * ```
 */
export class TraceRecorder implements RunObserver {
  readonly #entries: Entry[] = [];
  readonly #byCall = new Map<ObservedCall, Entry>();
  readonly #events: unknown[] = [];
  readonly #indexes = new Map<unknown, number>();
  readonly #partitions = new Map<string, number>();
  #built = 0;
  #run = -1;
  #order = 0;

  /** Everything recorded so far, of all sinks. */
  get trace(): Trace {
    return { events: [...this.#events], calls: this.#entries.map(({ call }) => ({ ...call })) };
  }

  /** The names of the sinks, in the order of the calls of {@linkcode trace}. */
  get sinks(): readonly string[] {
    return this.#entries.map(({ sink }) => sink);
  }

  /** What was recorded of one sink, numbered as if there were no other: what the suite judges. */
  traceOf(sink: string): Trace {
    const calls = this.#entries.filter((entry) => entry.sink === sink).map(({ call }) => call);
    const events = [...new Set(calls.flatMap((call) => call.events ?? []))];
    const renumber = (numbers: readonly number[]): (number: number) => number => {
      const places = new Map(numbers.map((number, place) => [number, place]));
      return (number) => places.get(number) ?? 0;
    };
    const partition = renumber([...new Set(calls.map((call) => call.partition))]);
    const event = renumber(events);
    const order = renumber(
      calls.flatMap(({ start, end }) => end === null ? [start] : [start, end]).sort((a, b) =>
        a - b
      ),
    );
    return {
      events: events.map((index) => this.#events[index]),
      calls: calls.map((call) => ({
        ...call,
        partition: partition(call.partition),
        start: order(call.start),
        end: call.end === null ? null : order(call.end),
        ...(call.events && { events: call.events.map(event) }),
      })),
    };
  }

  /** Begins the next run; called by `run`. */
  runStarted(): void {
    this.#run++;
    this.#partitions.clear();
  }

  /** Takes note of a call that begins. */
  callStarted(observed: ObservedCall): void {
    const { call, sink, place, worker, workers, items } = observed;
    const key = `${worker}/${place}`;
    if (call === "build") this.#partitions.set(key, this.#built++);
    const unsettled: Outcome = { kind: "unsettled" };
    const entry: Entry = {
      sink,
      call: {
        call,
        run: this.#run,
        partition: this.#partitions.get(key) ?? 0,
        worker,
        workers,
        ...(items && { events: items.map((item) => this.#indexOf(item)) }),
        start: this.#order++,
        end: null,
        outcome: unsettled,
      },
    };
    this.#entries.push(entry);
    this.#byCall.set(observed, entry);
  }

  /** Takes note of how a call ended. */
  callEnded(observed: ObservedCall, { outcome, problem, tasks }: CallEnd): void {
    const entry = this.#byCall.get(observed);
    if (entry === undefined) return;
    this.#byCall.delete(observed);
    if (outcome.kind !== "unsettled") entry.call.end = this.#order++;
    entry.call.outcome = outcome;
    if (problem !== undefined) entry.call.built = { problem };
    if (tasks !== undefined) entry.call.tasks = tasks;
  }

  /** Events are told apart as `Object.is` does it: one that goes to two sinks is one event. */
  #indexOf(event: unknown): number {
    const key = Object.is(event, -0) ? this.#indexes : event;
    let index = this.#indexes.get(key);
    if (index === undefined) {
      index = this.#events.push(event) - 1;
      this.#indexes.set(key, index);
    }
    return index;
  }
}
