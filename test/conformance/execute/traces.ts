import type { Trace } from "@watertight/sinks";
import type { History, HistoryStep, Subject } from "@watertight/sinks/conformance";
import { execute } from "../../../conformance/execute/execute.ts";
import type { Context } from "../../../conformance/execute/context.ts";
import { contextOf, type Row } from "../rows.ts";

/** What is observed when a subject is driven through a history of one worker, or of as many as it says. */
export async function traceOf(
  subject: Subject<Row>,
  history: Partial<History> & { steps: readonly HistoryStep[] },
  context: Partial<Context<Row>> = {},
): Promise<Trace> {
  const { trace } = await execute(contextOf(subject, context), { workers: 1, ...history });
  return trace;
}

/** `write p0 threw`: the calls of a trace in short. */
export function short({ calls }: Trace): string[] {
  return calls.map(({ call, partition, outcome }) =>
    `${call} p${partition}${outcome.kind === "returned" ? "" : ` ${outcome.kind}`}`
  );
}

/** Writes two events to the first worker. */
export const write: HistoryStep = { do: "write", worker: 0, events: [0, 1] };
/** Closes the first worker. */
export const close: HistoryStep = { do: "close", worker: 0 };
