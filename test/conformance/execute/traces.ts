import type { Trace } from "@watertight/sinks";
import type { History, Step, Subject } from "@watertight/sinks/conformance";
import { execute } from "../../../conformance/execute/execute.ts";
import type { Stage } from "../../../conformance/execute/stage.ts";
import { type Row, stageOf } from "../rows.ts";

/** What is observed when a subject is driven through a history of one worker, or of as many as it says. */
export async function traceOf(
  subject: Subject<Row>,
  history: Partial<History> & { steps: readonly Step[] },
  stage: Partial<Stage<Row>> = {},
): Promise<Trace> {
  const { trace } = await execute(stageOf(subject, stage), { workers: 1, first: 0, ...history });
  return trace;
}

/** `write p0 threw`: the calls of a trace in short. */
export function short({ calls }: Trace): string[] {
  return calls.map(({ call, partition, outcome }) =>
    `${call} p${partition}${outcome.kind === "returned" ? "" : ` ${outcome.kind}`}`
  );
}

/** Writes two events to the first worker. */
export const write: Step = { do: "write", worker: 0, events: 2 };
/** Closes the first worker. */
export const close: Step = { do: "close", worker: 0 };
