import * as fc from "fast-check";
import { noCensus } from "../execute/census.ts";
import { execute } from "../execute/execute.ts";
import { disposeFixture } from "../execute/fixture.ts";
import type { Executed, Stage } from "../execute/stage.ts";
import { HistoryArbitrary } from "../generate/history_arbitrary.ts";
import type { Shape } from "../generate/shape.ts";
import { systematicHistories } from "../generate/systematic.ts";
import type { History } from "../history.ts";
import { evidenceOf } from "../judge/evidence.ts";
import type { Trace } from "../../src/protocol/mod.ts";
import type { Settings } from "../options.ts";
import type { Deadline } from "./clock.ts";
import { hasUnsettled, investigate } from "./investigate.ts";
import type { Ledger } from "./ledger.ts";
import { Vigil } from "./vigil.ts";

/** What a search came to. */
export interface Searched {
  readonly histories: number;
  /** Why it ended early, if it did. */
  readonly stopped?: string;
}

/** Symptoms that brought no news so many times in a row are not investigated any more. */
const tired = 24;

/** The parameters of fast-check that give the histories of a check; the same for the search and every replay. */
export function historyParameters(
  shape: Shape,
  seed: number,
): { arbitrary: fc.Arbitrary<History>; parameters: { seed: number; examples: [History][] } } {
  return {
    arbitrary: new HistoryArbitrary(shape),
    parameters: { seed, examples: systematicHistories(shape).map((history) => [history]) },
  };
}

/** Runs the systematic and the random histories and lets every rule judge each of them. */
export async function search<E>(
  stage: Stage<E>,
  shape: Shape,
  settings: Settings,
  ledger: Ledger,
  deadline: Deadline,
): Promise<Searched> {
  const { arbitrary, parameters } = historyParameters(shape, settings.seed);
  const systematic = parameters.examples.length;
  const sweep = new Sweep(stage, ledger, systematic);
  const property = fc.asyncProperty(arbitrary, async (history) => {
    if (deadline.passed) sweep.stop(`the time limit of ${settings.timeLimit} ms`);
    if (sweep.stopped === undefined) await sweep.visit(history);
  });
  try {
    const details = await fc.check(property, {
      ...parameters,
      numRuns: systematic + settings.runs,
    });
    if (details.failed) throw details.errorInstance;
    await sweep.end();
  } finally {
    await sweep.abandon();
  }
  return {
    histories: sweep.visited,
    ...(sweep.stopped !== undefined && { stopped: sweep.stopped }),
  };
}

/** The state of one search. */
class Sweep<E> {
  visited = 0;
  stopped: string | undefined;
  readonly #stage: Stage<E>;
  readonly #uncounted: Stage<E>;
  readonly #ledger: Ledger;
  readonly #systematic: number;
  readonly #vigil: Vigil<E>;
  #fruitless = 0;

  constructor(stage: Stage<E>, ledger: Ledger, systematic: number) {
    this.#stage = stage;
    this.#uncounted = { ...stage, census: noCensus, counts: false };
    this.#ledger = ledger;
    this.#systematic = systematic;
    this.#vigil = new Vigil(stage);
  }

  stop(reason: string): void {
    this.stopped ??= reason;
  }

  /** Executes one history and has it judged, at once or after a while. */
  async visit(history: History): Promise<void> {
    const index = this.visited++;
    const path = String(index);
    const spoilt = history.given?.frozenNode && this.#ledger.violates("node.immutable");
    if (spoilt) return; // Frozen for good, a node that fixtures share would break every later history.
    const hangs = history.steps.some((step) => "fault" in step && step.fault === "hang");
    if (hangs && this.#ledger.violates("close.bounded")) return; // Known: no need to wait again.
    // Counting what is open costs as much as a history: one in four of the small ones tells enough.
    const executed = await execute(index % 4 === 0 ? this.#stage : this.#uncounted, history);
    if (hasUnsettled(executed.trace)) this.stop("a call that never settled");
    if (index < this.#systematic || index % 4 === 0) {
      await this.#vigil.watch(executed, (trace) => this.#judge(history, trace, path));
    } else {
      try {
        await this.#judge(history, executed.trace, path);
      } finally {
        await dispose(this.#stage, executed);
      }
    }
  }

  async #judge(history: History, trace: Trace, path: string): Promise<void> {
    const evidence = evidenceOf(trace);
    if (evidence.symptoms.length === 0) {
      this.#ledger.judge(evidence, history, path);
      return;
    }
    if (this.#fruitless >= tired) return;
    let news = false;
    for (const finding of await investigate(this.#uncounted, history, trace)) {
      news = this.#ledger.judge(finding, history, path) || news;
    }
    this.#fruitless = news ? 0 : this.#fruitless + 1;
  }

  async end(): Promise<void> {
    await this.#vigil.end();
  }

  async abandon(): Promise<void> {
    await this.#vigil.abandon();
  }
}

async function dispose<E>(stage: Stage<E>, { fixture }: Executed<E>): Promise<void> {
  await disposeFixture(fixture, stage.callLimit);
}
