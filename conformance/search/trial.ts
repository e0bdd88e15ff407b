import type { Trace } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import { type Evidence, unattributed } from "../judge/evidence.ts";
import type { Finding, Rule } from "../rule.ts";
import type { Other } from "../subject/others.ts";
import { withOthers } from "../subject/others.ts";
import type { Violation } from "./results.ts";
import { hasUnsettled, traceOf } from "./run_history.ts";

/**
 * Tells whether a history with other events in it violates a rule in the same way: about the same calls and, where
 * anomalies are blamed on something, by the same kinds.
 */
export class Trial<E> {
  readonly #context: Context<E>;
  readonly #rule: Rule;
  readonly #found: Violation;

  constructor({ growth: _, strayed: __, ...context }: Context<E>, rule: Rule, found: Violation) {
    this.#context = { ...context, counts: false, grace: 0 };
    [this.#rule, this.#found] = [rule, found];
  }

  /** Whether the history still does so with other events at these places. */
  async holds(others: ReadonlyMap<number, Other<E>>): Promise<boolean> {
    const pool = withOthers(this.#context.pool, others);
    const trace = await traceOf({ ...this.#context, pool }, this.#found.history);
    if (hasUnsettled(trace)) return false;
    const finding = this.#findingIn(trace);
    return finding !== undefined && String(finding.calls) === String(this.#found.calls);
  }

  #findingIn(trace: Trace): Finding | undefined {
    const { causes } = this.#found;
    const evidence = unattributed(trace);
    if (!causes || causes.size === 0) return this.#rule.judge(evidence)?.[0];
    const blamed: Evidence = {
      ...evidence,
      anomalies: evidence.anomalies.filter(({ kind }) => causes.has(kind)),
      causes,
    };
    return this.#rule.judge(blamed)?.[0];
  }
}
