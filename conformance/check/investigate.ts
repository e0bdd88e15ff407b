import type { Trace } from "../../src/protocol/mod.ts";
import { disposeFixture } from "../execute/fixture.ts";
import { execute } from "../execute/execute.ts";
import type { Stage } from "../execute/stage.ts";
import { eventCount, type History } from "../history.ts";
import { bareOf, effective, without } from "../judge/ablate.ts";
import { type Circumstance, circumstances, circumstancesOf } from "../judge/circumstances.ts";
import { type Evidence, evidenceOf, matters } from "../judge/evidence.ts";
import { type SymptomKind, symptomsOf } from "../judge/symptoms.ts";
import { Vigil } from "./vigil.ts";

/** Executes a history, and disposes its fixture. */
export async function traceOf<E>(stage: Stage<E>, history: History): Promise<Trace> {
  const { trace, fixture } = await execute(stage, history);
  await disposeFixture(fixture, stage.callLimit);
  return trace;
}

/** The trace of a history whose contents are read once more after a while. */
export async function watchedTraceOf<E>(stage: Stage<E>, history: History): Promise<Trace> {
  stage.strays.take(); // What others left behind is not of this history.
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
 * The evidence of a history, with everything that is wrong in it blamed on something: what no circumstance
 * explains in any of its simpler forms breaks the plain rule.
 */
export async function investigate<E>(
  stage: Stage<E>,
  history: History,
  trace: Trace,
): Promise<readonly Evidence[]> {
  const found = await dissect(stage, history, trace);
  const blames = found.flatMap(({ blamed }) => [...blamed.values()]);
  const unexplained = blames.length > 0 && blames.every((it) => it === "undetermined");
  return unexplained ? [evidenceOf(trace)] : found;
}

/**
 * The evidence of a history. When something is wrong, the same history is run without each of its
 * circumstances, so that the judges can tell the one to blame; where several are enough on their own, the
 * history without one of them is investigated as well.
 */
async function dissect<E>(
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
  const kinds = new Set(first.symptoms.map(({ kind }) => kind));
  const plain = taken.size === 0 ? await plainly(stage, history, kinds) : undefined;
  if (plain) return [{ ...first, blamed: new Map() }, plain];
  const controls: Partial<Record<Circumstance, Trace[]>> = {};
  const simpler: Partial<Record<Circumstance, History>> = {};
  const told = effective(history, first.circumstances);
  for (const circumstance of circumstances) {
    if (!first.circumstances.has(circumstance) || taken.has(circumstance)) continue;
    if (![...kinds].some((kind) => matters(circumstance, kind))) continue;
    for (const control of without(told, circumstance, stage.pool.length)) {
      (controls[circumstance] ??= []).push(await traceOf(stage, control));
      simpler[circumstance] ??= control;
    }
  }
  const evidence = evidenceOf(trace, controls);
  if (![...evidence.blamed.values()].includes("undetermined")) return [evidence];
  // The least particular circumstance goes first; each round takes one away, so this ends.
  const next = circumstances.findLast((it) =>
    it !== "pending" && it !== "peer-close" && simpler[it] &&
    !circumstancesOf(controls[it]![0]!).has(it)
  );
  if (!next) return [evidence];
  const rest = new Set([...taken, next]);
  return [evidence, ...await dissect(stage, simpler[next]!, controls[next]![0]!, rest)];
}

/**
 * The evidence of the same events in one batch on one worker, when everything that is wrong is wrong there
 * too: then no circumstance is to blame, and none needs to be taken away one by one.
 */
async function plainly<E>(
  stage: Stage<E>,
  history: History,
  kinds: ReadonlySet<SymptomKind>,
): Promise<Evidence | undefined> {
  if (eventCount(history) === 0) return undefined;
  const bare = bareOf(history);
  const trace = await traceOf(stage, bare);
  const wrong = new Set(symptomsOf(trace).map(({ kind }) => kind));
  if (![...kinds].every((kind) => wrong.has(kind))) return undefined;
  const pending = [];
  if (kinds.has("lost")) {
    for (const control of without(bare, "pending", stage.pool.length)) {
      pending.push(await traceOf(stage, control));
    }
  }
  return evidenceOf(trace, { pending });
}

/** Whether a call of the trace never ended: what the storage holds then is nobody's fault. */
export function hasUnsettled({ calls }: Trace): boolean {
  return calls.some(({ outcome }) => outcome.kind === "unsettled");
}
