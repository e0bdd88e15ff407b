/**
 * Records for every rule the smallest trace that violates it, with the causes of its anomalies, and one that
 * satisfies it: `deno run --allow-all test/traces/record.ts [RULE]`.
 */
import { systemClock } from "../../src/bridge/clock.ts";
import {
  type AnomalyKind,
  causes,
  checkConformance,
  type Evidence,
  evidenceOf,
  type Fault,
  type History,
  type Rule,
  rules,
} from "../../conformance/mod.ts";
import type { Context } from "../../conformance/execute/context.ts";
import { deepEqual } from "../../conformance/values/equality.ts";
import { processCensus } from "../../conformance/execute/open_resources.ts";
import { noStrayErrors } from "../../conformance/execute/stray_errors.ts";
import { usualLimits } from "../../conformance/history/shape.ts";
import { systematicHistories } from "../../conformance/history/systematic.ts";
import { watchedTraceOf } from "../../conformance/search/run_history.ts";
import { guaranteesOf } from "../../conformance/subject.ts";
import { drawInvalid, drawPool, type Pool } from "../../conformance/subject/pool.ts";
import type { Trace } from "../../mod.ts";
import { mutants } from "../mutants/mod.ts";
import type { AnySubject, Mutant } from "../mutants/mutant.ts";
import { zoo } from "../zoo/mod.ts";
import { fileOf, type Recorded } from "./recorded.ts";

const seed = 1;

async function contextOf(subject: AnySubject, pool: Pool<unknown>): Promise<Context<unknown>> {
  return {
    subject,
    guarantees: guaranteesOf(subject.guarantees),
    pool,
    invalid: drawInvalid(subject, seed),
    callLimit: 200,
    hookLimit: { milliseconds: 200, clock: systemClock },
    clock: systemClock,
    hangLimit: 20,
    strayErrors: noStrayErrors,
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
  const { message, history, trace } = found;
  const told = causesOf(rule, trace, message);
  if (!told) return undefined;
  const recorded = { by: mutant.name, message, trace, causes: told };
  return survives(recorded) ? { history, recorded } : undefined;
}

/** The cause with which the rule says what it said. */
function causesOf(
  rule: Rule,
  trace: Trace,
  message: string,
): Recorded["violated"]["causes"] | undefined {
  const says = (evidence: Evidence) => rule.judge(evidence)?.[0]?.message === message;
  if (says(evidenceOf(trace))) return {};
  const kinds = new Set<AnomalyKind>(evidenceOf(trace).anomalies.map(({ kind }) => kind));
  for (const kind of kinds) {
    for (const cause of causes) {
      if (says(evidenceOf(trace, { [kind]: cause }))) return { [kind]: cause };
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
    if (options.runs !== undefined && rule.id !== "write.timely") continue; // Real I/O and timers: slow, and never the smallest.
    const pool = drawPool(subject, seed);
    const context = await contextOf(subject, pool);
    const { durable } = context.guarantees;
    const own = systematicHistories({
      maxWorkers: 2,
      usualLimits: usualLimits.slice(0, 1),
      namedLimits: [],
      pool: pool.events.length,
      rivals: pool.rivals,
      faults: await faultsOf(subject),
      counted: false,
      invalidEvents: context.invalid.events.length > 0,
      invalidConfigs: subject.invalidConfigs?.length ?? 0,
      stringConfig: subject.stringConfig !== undefined,
      pauses: [],
      ...(typeof durable === "object" && { within: 2 * durable.within }),
    }).filter(({ steps }) => steps.length < 4);
    for (const history of [violating, ...own]) {
      if (best && history !== violating && calls(best.trace) <= 3) continue;
      if (needsWhatIsMissing(history, context)) continue;
      const trace = await watchedTraceOf(context, history);
      const evidence = evidenceOf(trace);
      if (evidence.anomalies.length > 0) continue;
      if (rule.judge(evidence)?.length !== 0 || !survives(trace)) continue;
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
  return fixture.faults ? ["reject", "hang"] : [];
}

function calls(trace: Trace): number {
  return trace.calls.length;
}

function needsWhatIsMissing({ given, steps }: History, context: Context<unknown>): boolean {
  return given?.invalidConfig !== undefined && !context.subject.invalidConfigs ||
    given?.stringConfig === true && context.subject.stringConfig === undefined ||
    steps.some((step) =>
      step.do === "write" &&
      (step.invalid && context.invalid.events.length === 0 ||
        step.events.some((place) => place >= context.pool.events.length))
    );
}

async function record(rule: Rule): Promise<void> {
  for (const { mutant } of mutants.filter((it) => it.rule === rule.id)) {
    const red = await violated(rule, mutant);
    if (!red) continue;
    const green = await satisfied(rule, red.history);
    if (!green) throw new Error(`Cannot record ${rule.id} as no sound sink exercises it`);
    const recorded: Recorded = { rule: rule.id, violated: red.recorded, satisfied: green };
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
