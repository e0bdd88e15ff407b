import type { MessagePort } from "node:worker_threads";
import type { Flow } from "../../flow/mod.ts";
import { planFlow } from "../../flow/plan_flow.ts";
import { systemClock } from "../../bridge/clock.ts";
import { type Failure, toFailure } from "../failure.ts";
import { harmless, type ObservedCall, type RunObserver } from "../observer.ts";
import { Patience } from "../patience.ts";
import { Resources } from "../resources.ts";
import type { SessionProvider } from "../sessions.ts";
import { writeSpans } from "../spans.ts";
import { LocalWorker } from "../worker.ts";
import { thrownAsText } from "../thrown.ts";
import { Whereabouts } from "../whereabouts.ts";
import type { Notice, Order, Setup } from "./messages.ts";

/** What a thread has once it has started. */
interface Started {
  readonly worker: LocalWorker;
  readonly release: () => Promise<readonly Failure[]>;
}

/** A worker's thread, seen from within: it imports the flow, and carries out the orders of the run. */
export class OrderServer {
  readonly #port: MessagePort;
  /** Absent until the first order, to start, has set it up. */
  #started: Started | undefined;
  /** Aborted when the run comes to its end. */
  readonly #ending = new AbortController();
  /** Aborted when something has failed in this thread; what fails in another, the run knows: it orders no more writes. */
  readonly #failed = new AbortController();

  constructor(port: MessagePort) {
    this.#port = port;
    port.on("message", (order: Order) => void this.#hear(order));
  }

  async #hear(order: Order): Promise<void> {
    if (order.order === "end") {
      this.#ending.abort();
      return this.#tell({ tells: "alive" });
    }
    try {
      this.#answer(await this.#carryOut(order));
    } catch (error) {
      this.#failed.abort();
      this.#answer([], toFailure(error, { phase: "thread" }));
    }
  }

  #tell(notice: Notice): void {
    this.#port.postMessage(notice);
  }

  async #carryOut(order: Exclude<Order, { order: "end" }>): Promise<readonly Failure[]> {
    if (order.order === "start") {
      this.#started = await setUp(order.setup, {
        tell: (notice) => this.#tell(notice),
        ending: this.#ending.signal,
        failed: this.#failed.signal,
      });
      await this.#started.worker.start();
      return [];
    }
    const { worker, release } = this.#started as Started;
    switch (order.order) {
      case "process":
        await worker.process(order.batch);
        return [];
      case "endEpoch":
        await worker.endEpoch();
        return [];
      case "finish":
        await worker.finish(order.epochOpen);
        return [];
      case "close":
        return await worker.close();
      case "release":
        return await release();
    }
  }

  #answer(failures: readonly Failure[], failure?: Failure): void {
    const counts = this.#started?.worker.counts ?? [];
    const done = (cloned: (failure: Failure) => Failure): Notice => ({
      tells: "done",
      counts,
      failures: failures.map(cloned),
      ...(failure && { failure: cloned(failure) }),
    });
    try {
      this.#tell(done((original) => original));
    } catch {
      this.#tell(
        done((original) => ({ ...original, error: new Error(thrownAsText(original.error)) })),
      );
    }
  }
}

/** What the server of a thread shares with its worker. */
interface Shared {
  /** Is told of every call, where the run observes them, and when the module is loaded. */
  readonly tell: (notice: Notice) => void;
  readonly ending: AbortSignal;
  readonly failed: AbortSignal;
}

async function setUp(setup: Setup, { tell, ending, failed }: Shared): Promise<Started> {
  const { module, runtime, sections, bridge, batching, index, workers } = setup;
  const end = { signal: ending, ms: setup.shutdownTimeout, clock: systemClock };
  const patience = new Patience(end);
  const imported: { default?: Flow; sessions?: SessionProvider } = await import(module);
  tell({ tells: "ready" });
  if (imported.default === undefined) {
    throw new Error(`Cannot run ${module} in a thread as its default export must be a flow`);
  }
  const readSection = (name: string): unknown => {
    if (sections.has(name)) return sections.get(name);
    throw new Error(
      `Cannot run ${module} in a thread as its flow must be the one that was compiled: its sink ${name} is not`,
    );
  };
  const plan = planFlow(imported.default, runtime, readSection, []);
  const resources = new Resources({
    bridged: bridge,
    provider: imported.sessions,
    clock: systemClock,
    ending: end,
  });
  const observer = setup.observed ? harmless([teller(tell)]) : undefined;
  const worker = new LocalWorker(plan, index, workers, {
    resources,
    watchers: { observer, openSpan: writeSpans() },
    batching,
    failed,
    patience,
    whereabouts: new Whereabouts(setup.whereabouts),
  });
  return { worker, release: () => resources.dispose() };
}

/** Tells the run of every call; events that cannot be cloned are told as text. */
function teller(tell: Shared["tell"]): RunObserver {
  const numbers = new Map<ObservedCall, number>();
  let next = 0;
  return {
    callStarted(call) {
      const number = next++;
      numbers.set(call, number);
      try {
        tell({ tells: "started", number, call });
      } catch {
        const items = call.items?.map(String) ?? [];
        tell({ tells: "started", number, call: { ...call, items } });
      }
    },
    callEnded(call, end) {
      tell({ tells: "ended", number: numbers.get(call) ?? -1, end });
      numbers.delete(call);
    },
  };
}
