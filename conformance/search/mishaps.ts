import type { Trace } from "../../src/protocol/mod.ts";
import type { Context, Executed } from "../execute/context.ts";
import type { History } from "../history/history.ts";
import { anomaliesOf, type AnomalyKind, callText, isRefusal, kindsOf } from "../judge/anomalies.ts";
import { hasUnsettled, traceOf } from "./run_history.ts";

/** How often a history runs again in which a call failed or took too long: that may happen for once. */
const few = 4;

/** How many histories of each sort may be so before it is the sink's doing. */
const most = 3;

/**
 * Tells what happens to a call for once, as a storage on a busy machine answers late, from what the sink does. A sink
 * that tells of a failure loses nothing by it; what is lost by chance is never put down to chance.
 */
export class Mishaps {
  /** One sentence each. */
  readonly warnings: string[] = [];
  #slow = 0;
  #refused = 0;
  /** What was refused again when its history was. */
  readonly #recurring = new Set<AnomalyKind>();

  /** Whether a call that was given up settles after all, and in time when its history runs again. */
  async isSlowForOnce<E>(
    context: Context<E>,
    executed: Executed,
    history: History,
  ): Promise<boolean> {
    if (this.#slow === most) return false;
    for (let run = 0; run < few; run++) {
      if (hasUnsettled(await traceOf(uncounted(context), history))) return false;
    }
    if (!await executed.settlesLate()) return false;
    this.#slow++;
    const call = executed.trace.calls.find(({ outcome }) => outcome.kind === "unsettled")!;
    const limit = `took longer than the call limit of ${context.callLimit} ms`;
    this.#warn(`${callText(call)} ${limit}`);
    return true;
  }

  /** Whether a call was refused in a history for once, and nothing else is wrong with it, then or when it runs again. */
  async isRefusedForOnce<E>(context: Context<E>, history: History, seen: Trace): Promise<boolean> {
    const refusal = this.#newRefusal(seen);
    if (!refusal || this.#refused === most || !onlyRefuses(seen)) return false;
    for (let run = 0; run < few; run++) {
      const trace = await traceOf(uncounted(context), history);
      const again = this.#newRefusal(trace);
      if (again) this.#recurring.add(again.kind);
      if (again || hasUnsettled(trace) || !onlyRefuses(trace)) return false;
    }
    this.#refused++;
    this.#warn(refusal.text);
    return true;
  }

  #newRefusal(trace: Trace): { readonly kind: AnomalyKind; readonly text: string } | undefined {
    if (!trace.calls.some(({ outcome }) => outcome.kind === "threw")) return undefined;
    return anomaliesOf(trace).find(({ kind }) => isRefusal(kind) && !this.#recurring.has(kind));
  }

  #warn(what: string): void {
    this.warnings.push(`${what} once, but not when its history ran again`);
  }
}

/** Whether all that is wrong is what the calls told. */
function onlyRefuses(trace: Trace): boolean {
  return kindsOf(trace).every(isRefusal);
}

function uncounted<E>(context: Context<E>): Context<E> {
  return { ...context, counts: false };
}
