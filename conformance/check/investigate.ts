import type { Trace } from "../../src/protocol/mod.ts";
import { disposeFixture } from "../execute/fixture.ts";
import { execute } from "../execute/execute.ts";
import type { Stage } from "../execute/stage.ts";
import type { History } from "../history.ts";
import { effective, without } from "../judge/ablate.ts";
import { type Circumstance, circumstances, circumstancesOf } from "../judge/circumstances.ts";
import { type Evidence, evidenceOf } from "../judge/evidence.ts";
import { Vigil } from "./vigil.ts";

/** Executes a history, and disposes its fixture. */
export async function traceOf<E>(stage: Stage<E>, history: History): Promise<Trace> {
  const { trace, fixture } = await execute(stage, history);
  await disposeFixture(fixture, stage.callLimit);
  return trace;
}

/** The trace of a history whose contents are read once more after a while. */
export async function watchedTraceOf<E>(stage: Stage<E>, history: History): Promise<Trace> {
  const vigil = new Vigil(stage);
  const executed = await execute(stage, history);
  let watched = executed.trace;
  await vigil.watch(executed, (trace) => {
    watched = trace;
    return Promise.resolve();
  });
  await vigil.end();
  return watched;
}

/**
 * The evidence of a history. When something is wrong, the same history is run without each of its
 * circumstances, so that the judges can tell the one to blame; where several are enough on their own, the
 * history without one of them is investigated as well.
 */
export async function investigate<E>(
  stage: Stage<E>,
  history: History,
  trace: Trace,
  taken: ReadonlySet<Circumstance> = new Set(),
): Promise<readonly Evidence[]> {
  const first = evidenceOf(trace);
  if (first.symptoms.length === 0 || hasUnsettled(trace)) return [first];
  // What a storage that hangs brings about shows in other failures too, and those cost no waiting.
  if (trace.calls.some(({ fault }) => fault?.kind === "hang")) {
    return [{ ...first, blamed: new Map() }];
  }
  const controls: Partial<Record<Circumstance, Trace[]>> = {};
  const simpler: Partial<Record<Circumstance, History>> = {};
  const told = effective(history, first.circumstances);
  for (const circumstance of circumstances) {
    if (!first.circumstances.has(circumstance) || taken.has(circumstance)) continue;
    for (const control of without(told, circumstance, stage.pool.length)) {
      (controls[circumstance] ??= []).push(await traceOf(stage, control));
      simpler[circumstance] ??= control;
    }
  }
  const evidence = evidenceOf(trace, controls);
  if (![...evidence.blamed.values()].includes("undetermined")) return [evidence];
  // The least particular circumstance goes first; each round takes one away, so this ends.
  const next = circumstances.findLast((it) =>
    it !== "pending" && simpler[it] && !circumstancesOf(controls[it]![0]!).has(it)
  );
  if (!next) return [evidence];
  const rest = new Set([...taken, next]);
  return [evidence, ...await investigate(stage, simpler[next]!, controls[next]![0]!, rest)];
}

/** Whether a call of the trace never ended: what the storage holds then is nobody's fault. */
export function hasUnsettled({ calls }: Trace): boolean {
  return calls.some(({ outcome }) => outcome.kind === "unsettled");
}
