/** What the tests of the sinks over servers have in common: runs in the middle of which a server is stopped. */
import {
  compile,
  flow,
  type IntoSink,
  run,
  RunError,
  type RunObserver,
  type RunOptions,
} from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";

/** Servers are started where they may be: `deno task test:services` says so. */
export const withoutServices: boolean = Deno.env.get("WATERTIGHT_SERVICES") === undefined;

/** How a run went of which every write was watched. */
export interface WatchedRun<E> {
  /** The events that each worker wrote, in order. */
  readonly written: readonly (readonly E[])[];
  /** How many of them, from the first on, were in writes that returned. */
  readonly durable: readonly number[];
  /** Those, of every worker. */
  readonly accepted: readonly E[];
  /** Why it failed, if it did. */
  readonly error: RunError | undefined;
}

/** Runs events into a sink by two workers, and keeps what came of each write. */
export async function watchedRun<E>(
  events: AsyncIterable<E>,
  sink: IntoSink<E>,
  config: unknown,
  options: RunOptions = {},
): Promise<WatchedRun<E>> {
  const written: E[][] = [[], []];
  const durable = [0, 0];
  const observer: RunObserver = {
    callStarted({ worker, items = [] }) {
      written[worker]!.push(...items as readonly E[]);
    },
    callEnded({ worker, items = [] }, { outcome }) {
      if (outcome.kind === "returned") durable[worker]! += items.length;
    },
  };
  const plan = compile(flow("outage", events).into(sink), {
    streaming: { sinks: { [sink.name]: config } },
  });
  const outcome = await run(plan, { workers: 2, batchSize: 20, linger: 1, observer, ...options })
    .catch((error) => error);
  assert(!(outcome instanceof Error) || outcome instanceof RunError, String(outcome));
  return {
    written,
    durable,
    accepted: written.flatMap((events, worker) => events.slice(0, durable[worker])),
    error: outcome instanceof RunError ? outcome : undefined,
  };
}

/** Events without end; from the one of this number on a server is being stopped. */
export async function* untilStopped<E>(
  make: (id: number) => E,
  at: number,
  stop: () => Promise<void>,
): AsyncGenerator<E> {
  let stopped: Promise<void> | undefined;
  try {
    for (let id = 0;; id++) {
      if (id === at) stopped = stop();
      yield make(id);
    }
  } finally {
    await stopped;
  }
}

/** Asserts that of each worker there is stored what was reported as durable, in order, and nothing after a gap. */
export function assertNothingLost<E>(
  stored: readonly E[],
  { written, durable }: WatchedRun<E>,
  idOf: (event: E) => number,
): void {
  for (const [worker, events] of written.entries()) {
    const own = new Set(events.map(idOf));
    const there = stored.map(idOf).filter((id) => own.has(id));
    assert(there.length >= durable[worker]!, `worker ${worker}: ${there.length} of ${durable}`);
    assertEquals(there, events.slice(0, there.length).map(idOf));
  }
}
