/**
 * Records for every rule the smallest trace that violates it and one that satisfies it, with the controls the
 * judge needs: `deno run --allow-all test/traces/record.ts [RULE]`.
 */
import { noStrays } from "../../conformance/execute/strays.ts";
import {
  checkConformance,
  evidenceOf,
  type Fault,
  type History,
  rules,
} from "../../conformance/mod.ts";
import { investigate, traceOf, watchedTraceOf } from "../../conformance/check/investigate.ts";
import { drawInvalid, drawPool } from "../../conformance/check/pool.ts";
import { deepEqual } from "../../conformance/execute/equality.ts";
import { processCensus } from "../../conformance/execute/census.ts";
import type { Stage } from "../../conformance/execute/stage.ts";
import { usualThresholds } from "../../conformance/generate/shape.ts";
import { systematicHistories } from "../../conformance/generate/systematic.ts";
import { without } from "../../conformance/judge/ablate.ts";
import { type Circumstance, circumstancesOf } from "../../conformance/judge/circumstances.ts";
import type { Rule } from "../../conformance/rule.ts";
import type { RuleId } from "../../conformance/rules/mod.ts";
import { guaranteesOf } from "../../conformance/subject.ts";
import type { Trace } from "../../mod.ts";
import { mutants } from "../mutants/mod.ts";
import type { AnySubject, Mutant } from "../mutants/mutant.ts";
import { zoo } from "../zoo/mod.ts";
import { fileOf, type Recorded } from "./recorded.ts";

const seed = 1;

async function stageOf(subject: AnySubject): Promise<Stage<unknown>> {
  return {
    subject,
    guarantees: guaranteesOf(subject.guarantees),
    pool: drawPool(subject, seed),
    invalid: drawInvalid(subject, seed),
    callLimit: 200,
    hangLimits: { write: 20, close: 100 },
    strays: noStrays,
    census: await processCensus(),
    counts: true,
  };
}

/** Whether a trace is the same after it was stored as JSON. */
function survives(value: unknown): boolean {
  return deepEqual(JSON.parse(JSON.stringify(value)), value);
}

interface Violated {
  readonly history: History;
  readonly recorded: Recorded["violated"];
}

async function violated(rule: Rule, mutant: Mutant): Promise<Violated | undefined> {
  const report = await checkConformance(mutant.subject, { seed, callLimit: 200, rules: [rule.id] });
  const found = report.verdicts[0]?.counterexample;
  if (!found) return undefined;
  const { message, history, trace, replay } = found;
  const stage = await stageOf(mutant.subject);
  const pool = replay.path.startsWith("event:") ? trace.events : stage.pool;
  const controls = await neededControls(rule, { ...stage, pool }, history, trace);
  const told = controls && rule.judge(evidenceOf(trace, controls))?.[0]?.message;
  const recorded = { by: mutant.name, message, trace, controls: controls ?? {} };
  return told === message && survives(recorded) ? { history, recorded } : undefined;
}

/** The controls without which the judge would not find the violation; no more than one circumstance has any. */
async function neededControls(
  rule: Rule,
  stage: Stage<unknown>,
  history: History,
  trace: Trace,
): Promise<Partial<Record<Circumstance, Trace[]>> | undefined> {
  if (rule.judge(evidenceOf(trace))?.length) return {};
  for (const circumstance of circumstancesOf(trace)) {
    const controls: Trace[] = [];
    for (const control of without(history, circumstance, stage.pool.length)) {
      controls.push(await traceOf(stage, control));
    }
    for (const control of controls) {
      const alone = { [circumstance]: [control] };
      if (rule.judge(evidenceOf(trace, alone))?.length) return alone;
    }
  }
  return undefined;
}

/** A trace of a sound sink that says something of the rule: of the history that violates it, if possible. */
async function satisfied(
  rule: Rule,
  violating: History,
): Promise<Recorded["satisfied"] | undefined> {
  let best: Recorded["satisfied"] | undefined;
  for (const { name, subject, options } of zoo) {
    if (options.runs !== undefined) continue; // Real I/O and timers: slow, and never the smallest.
    const stage = await stageOf(subject);
    const shape = {
      maxWorkers: 2,
      thresholds: usualThresholds.slice(0, 1),
      pool: stage.pool.length,
      faults: await faultsOf(subject),
      invalidEvents: stage.invalid.length > 0,
      invalidConfigs: subject.invalidConfigs?.length ?? 0,
      stringConfig: subject.stringConfig !== undefined,
    };
    const own = systematicHistories(shape).filter(({ steps }) => steps.length < 4);
    for (const history of [violating, ...own]) {
      if (best && history !== violating && calls(best.trace) <= 3) continue;
      if (needsWhatIsMissing(history, stage)) continue;
      const trace = await watchedTraceOf(stage, history);
      const evidence = await investigate(stage, history, trace);
      if (evidence.some((it) => it.symptoms.length > 0)) continue;
      if (rule.judge(evidenceOf(trace))?.length !== 0 || !survives(trace)) continue;
      if (!best || calls(trace) < calls(best.trace)) best = { by: name, trace };
      if (history === violating) return best;
    }
  }
  return best;
}

async function faultsOf(subject: AnySubject): Promise<readonly Fault[]> {
  const fixture = await subject.open();
  await fixture[Symbol.asyncDispose]?.();
  fixture[Symbol.dispose]?.();
  return fixture.faults ? ["reject"] : [];
}

function calls(trace: Trace): number {
  return trace.calls.length;
}

function needsWhatIsMissing({ given, steps }: History, stage: Stage<unknown>): boolean {
  return given?.invalidConfig !== undefined && !stage.subject.invalidConfigs ||
    given?.stringConfig === true && stage.subject.stringConfig === undefined ||
    steps.some((step) => step.do === "write" && step.invalid && stage.invalid.length === 0);
}

async function record(rule: Rule): Promise<void> {
  for (const mutant of mutants[rule.id as RuleId]) {
    const red = await violated(rule, mutant);
    if (!red) continue;
    const green = await satisfied(rule, red.history);
    if (!green) throw new Error(`Cannot record ${rule.id} as no sound sink exercises it`);
    const recorded: Recorded = {
      rule: rule.id as RuleId,
      violated: red.recorded,
      satisfied: green,
    };
    await Deno.writeTextFile(fileOf(rule.id), `${JSON.stringify(recorded, undefined, 2)}\n`);
    console.log(`${rule.id}: ${calls(red.recorded.trace)} calls and ${calls(green.trace)}`);
    return;
  }
  throw new Error(
    `Cannot record ${rule.id} as none of its mutants gives a trace that JSON can hold`,
  );
}

for (const rule of rules) {
  if (Deno.args[0] !== undefined && rule.id !== Deno.args[0]) continue;
  try {
    await record(rule);
  } catch (error) {
    console.error(String(error));
  }
}
