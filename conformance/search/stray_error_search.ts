import type { ThrownValue, Trace } from "../../src/protocol/mod.ts";
import { thrownText } from "../describe.ts";
import type { Context } from "../execute/context.ts";
import { type StrayListener, straysIn } from "../execute/stray_errors.ts";
import type { History } from "../history/history.ts";
import { wait } from "../execute/waiting.ts";
import { unattributed } from "../judge/evidence.ts";
import { isQuiet, requireCleanHooks } from "./clean_hooks.ts";
import type { Results } from "./results.ts";
import { traceOf, watchAlone, watchedTraceOf } from "./run_history.ts";
import { longIdleTime, usualIdleTime } from "./idle_times.ts";

/** A history of the search. */
interface Placed {
  readonly history: History;
  readonly path: string;
}

/** How many histories that were not watched are suspected together. */
const groupSize = 64;

/** Histories that were suspected in vain, before no more are: else a neighbour would take all the time of the check. */
const mostFruitless = 320;

/** How often a history must leave an error behind that may be another's. */
const repetitions = 2;

/**
 * Finds out whose the errors are that no call reported. Where the host follows what a call sets off, its history is
 * known. All else may be of any history that ran lately, of a hook of the subject, or of a neighbour in the process:
 * the sink has it that leaves one behind every time a history runs alone, unread, when all is quiet but for that.
 */
export class StrayErrorSearch<E> {
  /** Without a look for files: what was still written is for a run of its own to confirm. */
  readonly #context: Context<E>;
  readonly #looking: Context<E>;
  readonly #results: Results;
  /** Errors of histories that left them behind for certain. */
  #left: (Placed & { readonly error: ThrownValue })[] = [];
  /** The latest histories that were not watched, and as many before them: a timer may be late by a group. */
  #unwatched: Placed[] = [];
  #before: Placed[] = [];
  /** An error of which nobody is known to be guilty. */
  #untold: ThrownValue | undefined;
  #cleanHooks: Promise<void> | undefined;
  /** How many histories left nothing behind when they ran alone. */
  #fruitless = 0;
  /** Whether errors come by themselves, so that nothing can be told. */
  #noisy = false;

  constructor(context: Context<E>, results: Results) {
    const { growth: _, ...rest } = context;
    [this.#context, this.#looking] = [rest, context];
    this.#results = results;
  }

  /** Receives what the calls of a history leave behind. */
  listener(history: History, path: string): StrayListener {
    return (error) => {
      // One is enough, whenever it comes.
      if (this.#left.length === 0) this.#left.push({ history, path, error });
    };
  }

  /** Judges what was left behind for certain. */
  async judge(): Promise<void> {
    for (const { history, path, error } of this.#left.splice(0)) {
      await this.#blame({ history, path }, [error]);
    }
  }

  /** The trace of a history that is watched alone, with the errors that are its own; late writes are not confirmed. */
  async traceOf(history: History): Promise<Trace> {
    const { trace, own, others } = await watchAlone(this.#looking, history);
    if (own.length > 0 || others.length === 0) {
      return { ...trace, ...straysIn(this.#context.strayErrors, own) };
    }
    this.#untold ??= others[0];
    await this.#requireCleanHooks();
    return { ...trace, strays: await this.#ownErrors(history) };
  }

  /** Looks into errors that came while a history was watched, and may be its. */
  async suspect(history: History, path: string, errors: readonly ThrownValue[]): Promise<void> {
    if (errors.length === 0 || this.#isKnown) return;
    this.#untold ??= errors[0];
    await this.#requireCleanHooks();
    const own = await this.#ownErrors(history);
    if (own.length > 0) await this.#blame({ history, path }, own);
  }

  /** Notes a history that nobody watched; of some together it is found out whether one left an error behind. */
  async pass(history: History, path: string): Promise<void> {
    if (this.#isKnown) return;
    this.#unwatched.push({ history, path });
    if (this.#unwatched.length < groupSize) return;
    // What was left behind is told only when the event loop turns.
    await this.#context.clock.turn();
    await this.#suspectUnwatched();
  }

  /**
   * Looks into what came last. What could not be told, one sentence each.
   *
   * @throws {FixtureError} when a hook of the subject leaves errors behind.
   */
  async end(): Promise<readonly string[]> {
    await wait(usualIdleTime, this.#context.clock);
    await this.#suspectUnwatched();
    await this.judge();
    if (this.#untold === undefined || this.#isKnown) return [];
    await this.#requireCleanHooks();
    const text = thrownText(this.#untold);
    return [
      `An error escaped that no call reported, and it could not be told whose it is: ${text}`,
    ];
  }

  get #isKnown(): boolean {
    return this.#results.violates("calls.no-stray-errors");
  }

  async #suspectUnwatched(): Promise<void> {
    const errors = this.#context.strayErrors.take();
    const all = [...this.#before, ...this.#unwatched];
    [this.#before, this.#unwatched] = [this.#unwatched, []];
    for (const { history, path } of all) await this.suspect(history, path, errors);
  }

  /** What a history leaves behind every time. */
  async #ownErrors(history: History): Promise<readonly ThrownValue[]> {
    if (this.#noisy) return [];
    // What a reading leaves behind is not of the calls.
    const unread = { ...this.#context, counts: false, unread: true } as const;
    let { strays = [] } = await watchedTraceOf(unread, history);
    for (let run = 0; run < repetitions && strays.length > 0; run++) {
      this.#noisy = !await isQuiet(unread);
      if (this.#noisy) return [];
      ({ strays = [] } = await watchedTraceOf(unread, history, longIdleTime));
    }
    if (strays.length === 0 && ++this.#fruitless >= mostFruitless) this.#noisy = true;
    return strays;
  }

  /** Once a check: whether the hooks leave nothing behind. */
  #requireCleanHooks(): Promise<void> {
    return this.#cleanHooks ??= requireCleanHooks({ ...this.#context, counts: false });
  }

  async #blame({ history, path }: Placed, strays: readonly ThrownValue[]): Promise<void> {
    if (this.#isKnown) return;
    const trace = await traceOf({ ...this.#context, counts: false }, history);
    this.#results.judge(unattributed({ ...trace, strays }), { history, path });
  }
}
