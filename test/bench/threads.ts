// CPU-bound steps on one thread and on two. Prints the speedup.
//   deno run --allow-all test/bench/threads.ts
import { compile, type Flow, type IntoSink, map, payload, run } from "@watertight/sinks";

const events = 200_000;

/** Some ten microseconds of arithmetic. */
function grind(seed: number): number {
  let state = seed | 1;
  for (let i = 0; i < 10_000; i++) state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  return state;
}

const intoNowhere: IntoSink<number> = {
  payload: payload<number>(),
  name: "nowhere",
  routerBranchSafe: true,
  buildPartition: () => ({ writeBatch: () => {}, close: () => {} }),
};

const flow: Flow = {
  name: "grind",
  source: Array.from({ length: events }, (_, seed) => seed),
  process: [map(grind), intoNowhere],
};
export default flow;

async function measure(workers: number): Promise<number> {
  const plan = compile(flow, { streaming: { sinks: { nowhere: {} } } });
  const start = performance.now();
  await run(plan, { workers, threads: { module: import.meta.url } });
  return performance.now() - start;
}

if (import.meta.main) {
  const speedups: number[] = [];
  for (let round = 0; round < 5; round++) {
    const [one, two] = [await measure(1), await measure(2)];
    speedups.push(one / two);
    console.log(`one thread ${one.toFixed(0)} ms   two threads ${two.toFixed(0)} ms`);
  }
  const median = speedups.toSorted((a, b) => a - b)[2]!;
  console.log(`speedup, median of 5: ${median.toFixed(2)}   wanted: 1.60`);
}
