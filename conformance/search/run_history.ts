import type { Trace } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import { execute } from "../execute/execute.ts";
import type { History } from "../history/history.ts";
import { type AnomalyKind, kindsOf } from "../judge/anomalies.ts";
import { sameContents } from "../judge/judges.ts";
import { disposeFixture } from "../subject/fixture.ts";
import { LateReadings } from "./late_readings.ts";

/** Executes a history, and disposes its fixture. */
export async function traceOf<E>(context: Context<E>, history: History): Promise<Trace> {
  const { trace, fixture } = await execute(context, history);
  await disposeFixture(fixture, context.hookLimit);
  return trace;
}

/** How often a run is made again that a refusal by chance spoils. */
const tries = 3;

/** The trace of a history in which no kind of call is refused but these, if that can be had. */
export async function quietTraceOf<E>(
  context: Context<E>,
  history: History,
  kinds: readonly AnomalyKind[],
): Promise<Trace> {
  let trace = await traceOf(context, history);
  for (let run = 1; run < tries; run++) {
    const refused = kindsOf(trace).filter((kind) => kind.startsWith("refused"));
    if (refused.every((kind) => kinds.includes(kind))) return trace;
    trace = await traceOf(context, history);
  }
  return trace;
}

/** The trace of a history whose contents are read once more after a while. */
export async function watchedTraceOf<E>(context: Context<E>, history: History): Promise<Trace> {
  context.strayErrors.take(); // What others left behind is not of this history.
  const readings = new LateReadings(context);
  const executed = await execute(context, history);
  let watched = executed.trace;
  await readings.watch(executed, (trace) => {
    watched = trace;
    return Promise.resolve();
  });
  await readings.end();
  return watched;
}

/** Whether a call of the trace never ended: what the storage holds then is nobody's fault. */
export function hasUnsettled({ calls }: Trace): boolean {
  return calls.some(({ outcome }) => outcome.kind === "unsettled");
}

/** Whether the contents went on changing once everything was closed: they say nothing but that. */
export function isRestless({ contents, lateContents }: Trace): boolean {
  return contents !== undefined && lateContents !== undefined &&
    !sameContents(contents, lateContents);
}
