import type { MaybePromise, SinkPartition } from "../../mod.ts";
import { type CheckOptions, type Report, rules } from "../../conformance/mod.ts";
import { type AnySubject, copyOf, type Design, type Row, subjectOf } from "../mutants/mutant.ts";

/** A sink that keeps every promise, by a design of its own. */
export interface Sound {
  /** The design in a few words. */
  readonly name: string;
  readonly subject: AnySubject;
  /** What its storage needs, such as fewer histories where real I/O takes its time. */
  readonly options: CheckOptions;
}

/** Makes a sound sink of rows; one of other events brings their arbitrary in `subject`. */
export function sound<E = Row>(
  design: Design<E> & { readonly name: string; readonly options?: CheckOptions },
): Sound {
  const { name, options = {}, ...rest } = design;
  return { name, options, subject: subjectOf(name, rest) };
}

/** How a buffer stores what it holds: whole, or it throws. */
type Flush<E> = (rows: readonly E[]) => MaybePromise<void>;

/** A partition that keeps copies of what it is given and stores them at a limit, and in close. */
export class Buffered<E> implements SinkPartition<E> {
  readonly #flush: Flush<E>;
  readonly #limit: number;
  readonly #buffer: E[] = [];
  #closed = false;
  #failed = false;

  /** @param limit how many events make a write flush. */
  constructor(flush: Flush<E>, limit: number) {
    this.#flush = flush;
    this.#limit = limit;
  }

  async writeBatch(items: readonly E[]): Promise<void> {
    if (this.#closed) throw new Error("Cannot write as the partition must be open: it is closed");
    const earlier = this.#buffer.length;
    this.#buffer.push(...items.map(copyOf));
    if (this.#buffer.length < this.#limit) return;
    try {
      await this.#store();
    } catch (error) {
      // The caller is told that this batch failed; what earlier calls brought is still owed.
      this.#buffer.length = Math.min(earlier, this.#buffer.length);
      this.#failed = true;
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#store();
    } catch (error) {
      if (!this.#failed) throw error; // A second close tries again: the events are still here.
    }
    this.#closed = true;
  }

  async #store(): Promise<void> {
    if (this.#buffer.length === 0) return;
    await this.#flush(this.#buffer.slice());
    this.#buffer.length = 0;
  }
}

/** Rejects when a task takes longer; the timer ends with the task. */
export async function within<T>(milliseconds: number, task: PromiseLike<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`Cannot wait any longer than ${milliseconds} ms`)),
    milliseconds,
  );
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a report holds against a sink, and the rules that should have been judged and were not. */
export function complaints({ verdicts }: Report): readonly string[] {
  const silent = new Set(rules.filter((rule) => rule.silent !== undefined).map(({ id }) => id));
  return verdicts.flatMap(({ rule, outcome, counterexample, reason }) => {
    if (outcome === "violated") {
      const { message, history } = counterexample!;
      return [`${rule}: ${message}; ${JSON.stringify(history)}`];
    }
    return outcome === "inconclusive" && !silent.has(rule) ? [`${rule}: ${reason}`] : [];
  });
}
