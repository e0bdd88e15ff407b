/**
 * What judging costs: a whole check, divided by the bare property that generates and executes the same
 * histories on the same sink and asserts nothing. Both in one run, in turns; medians.
 */
import * as fc from "fast-check";
import { checkConformance, type Subject } from "@watertight/sinks/conformance";
import type { History } from "../../conformance/history/history.ts";
import { plan } from "../../conformance/history/plan.ts";
import { type Shape, usualLimits } from "../../conformance/history/shape.ts";
import { historyParameters } from "../../conformance/search/history_parameters.ts";
import { drawPool } from "../../conformance/subject/pool.ts";
import { inMemorySubject, type Row } from "./in_memory.ts";

const rounds = 15;
const seed = 42;

async function bare(subject: Subject<Row>, runs: number): Promise<number> {
  const started = performance.now();
  const { events: pool } = drawPool(subject, seed);
  const shape: Shape = {
    maxWorkers: 8,
    usualLimits,
    namedLimits: [],
    pool: pool.length,
    rivals: [],
    faults: [],
    counted: false,
    pauses: [],
    invalidEvents: false,
    invalidConfigs: 0,
    stringConfig: false,
  };
  const { arbitrary, parameters } = historyParameters(shape, seed);
  const property = fc.asyncProperty(arbitrary, (history) => executeBarely(subject, pool, history));
  await fc.check(property, { ...parameters, numRuns: parameters.examples.length + runs });
  return performance.now() - started;
}

/** The calls of a history, awaited one after the other, and the contents read once. */
async function executeBarely(
  subject: Subject<Row>,
  pool: readonly Row[],
  history: History,
): Promise<void> {
  const fixture = await subject.open();
  const partitions = new Map<number, Awaited<ReturnType<typeof fixture.sink.buildPartition>>>();
  for (const call of plan(history)) {
    if (call.call === "build") {
      const built = fixture.sink.buildPartition(fixture.config, call.worker, call.workers);
      partitions.set(call.partition, await built);
      continue;
    }
    const partition = partitions.get(call.partition)!;
    try {
      if (call.call === "write") await partition.writeBatch(call.events.map((it) => pool[it]!));
      else await partition.close();
    } catch {
      // A write after close is refused: nothing is asserted here.
    }
  }
  [...await fixture.read()];
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

if (import.meta.main) {
  for (const settle of [false, true]) {
    for (const runs of [300, 10_000]) {
      const subject = inMemorySubject(settle);
      const [checks, bares]: [number[], number[]] = [[], []];
      for (let round = 0; round < (runs > 1000 ? 3 : rounds); round++) {
        bares.push(await bare(subject, runs));
        checks.push(
          (await checkConformance(subject, { seed, runs, timeLimit: 600_000 })).elapsedMs,
        );
      }
      const ratio = median(checks.map((check, round) => check / bares[round]!));
      console.log(
        `${subject.name}, ${runs} runs: check ${median(checks).toFixed(0)} ms, ` +
          `bare ${median(bares).toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
      );
    }
  }
}
