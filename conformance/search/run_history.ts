import type { ThrownValue, Trace } from "../../src/protocol/mod.ts";
import type { Context, Executed } from "../execute/context.ts";
import { execute } from "../execute/execute.ts";
import { straysIn } from "../execute/stray_errors.ts";
import type { History } from "../history/history.ts";
import { type AnomalyKind, isRefusal, kindsOf } from "../judge/anomalies.ts";
import { sameContents } from "../judge/judges.ts";
import { LateReadings } from "./late_readings.ts";

/** Executes a history, and disposes its fixture. */
export async function traceOf<E>(context: Context<E>, history: History): Promise<Trace> {
  return await disposedTrace(await execute(context, history));
}

/** Disposes the fixture of an execution; its trace, with what came of that. */
export async function disposedTrace(
  executed: Executed,
  trace: Trace = executed.trace,
): Promise<Trace> {
  return { ...trace, ...await executed.putAway() };
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
    const refused = kindsOf(trace).filter(isRefusal);
    if (refused.every((kind) => kinds.includes(kind))) return trace;
    trace = await traceOf(context, history);
  }
  return trace;
}

/**
 * The trace of a history whose contents are read once more after a while, with every error that came meanwhile.
 *
 * @param idleTime how many milliseconds that is; default: as long as most of what is forgotten takes.
 */
export async function watchedTraceOf<E>(
  context: Context<E>,
  history: History,
  idleTime?: number,
): Promise<Trace> {
  const { trace, own, others } = await watchAlone(context, history, idleTime);
  return { ...trace, ...straysIn(context.strayErrors, [...own, ...others]) };
}

/** The same, with the errors that its calls left behind for certain, and those that may be of something else. */
export async function watchAlone<E>(
  context: Context<E>,
  history: History,
  idleTime?: number,
): Promise<{
  readonly trace: Trace;
  readonly own: readonly ThrownValue[];
  readonly others: readonly ThrownValue[];
}> {
  context.strayErrors.take(); // What others left behind is not of this history.
  const readings = new LateReadings(context, idleTime);
  const own: ThrownValue[] = [];
  const executed = await execute({ ...context, strayed: (error) => void own.push(error) }, history);
  let [trace, others]: [Trace, readonly ThrownValue[]] = [executed.trace, []];
  await readings.watch(executed, (watched, errors) => {
    [trace, others] = [watched, errors];
    return Promise.resolve();
  });
  await readings.end();
  return { trace, own, others };
}

/** Whether a call of the trace never ended: what the storage holds then is nobody's fault. */
export function hasUnsettled({ calls }: Trace): boolean {
  return calls.some(({ outcome }) => outcome.kind === "unsettled");
}

/** Whether a call was left alone for as long as one may take: each run of it costs that. */
export function waitsLong({ calls }: Trace): boolean {
  return calls.some(({ fault }) => fault?.outlasted);
}

/** Whether the contents went on changing once everything was closed: they say nothing but that. */
export function isRestless(trace: Trace): boolean {
  const { contents, lateContents, unreadable, lateUnreadable } = trace;
  if (contents === undefined || lateContents === undefined) {
    return unreadable !== undefined && lateContents !== undefined ||
      lateUnreadable !== undefined && contents !== undefined;
  }
  return !sameContents(contents, lateContents);
}
