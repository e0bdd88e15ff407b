// The runtime against a hand-written loop and four libraries, on the same work in one run. Prints ratios.
//   deno run --allow-all test/bench/runtime.ts
import { Writable } from "node:stream";
import { Effect, Stream } from "effect";
import { bufferCount, concatMap, from, lastValueFrom } from "rxjs";
import { compile, type Flow, type IntoSink, payload, run } from "@watertight/sinks";

const events = 2_000_000;
const workers = 4;
const size = 100;
const warmUps = 2;
const rounds = 9;

/** What every contestant calls: a sink that only counts. */
class Counter {
  written = 0;
  writeBatch(items: readonly unknown[]): void {
    this.written += items.length;
  }
  close(): void {}
}

function* numbers(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield i;
}

/** Async in form only: it measures what the machinery around a source costs. */
async function* numbersAsync(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i;
}

type Contestant = (count: number) => Promise<number>;

/** Deals to the workers' batches by hand, for contestants that cannot. */
function loop(counters: readonly Counter[]) {
  const batches: unknown[][] = counters.map(() => []);
  let turn = 0;
  return {
    deal(item: unknown): void {
      const batch = batches[turn]!;
      batch.push(item);
      if (batch.length === size) {
        counters[turn]!.writeBatch(batch);
        batches[turn] = [];
      }
      turn = turn + 1 === counters.length ? 0 : turn + 1;
    },
    end(): number {
      batches.forEach((batch, index) => batch.length > 0 && counters[index]!.writeBatch(batch));
      return sum(counters);
    },
  };
}

function sum(counters: readonly Counter[]): number {
  return counters.reduce((total, { written }) => total + written, 0);
}

const counters = (): Counter[] => Array.from({ length: workers }, () => new Counter());

const bySyncLoop: Contestant = (count) => {
  const all = counters();
  const batches: unknown[][] = all.map(() => []);
  let turn = 0;
  for (const item of numbers(count)) {
    const batch = batches[turn]!;
    batch.push(item);
    if (batch.length === size) {
      all[turn]!.writeBatch(batch);
      batches[turn] = [];
    }
    turn = turn + 1 === workers ? 0 : turn + 1;
  }
  batches.forEach((batch, index) => all[index]!.writeBatch(batch));
  return Promise.resolve(sum(all));
};

const byAsyncLoop: Contestant = async (count) => {
  const { deal, end } = loop(counters());
  for await (const item of numbersAsync(count)) deal(item);
  return end();
};

async function byRuntime(source: Flow["source"]): Promise<number> {
  const intoCounter: IntoSink<number> = {
    payload: payload<number>(),
    name: "counter",
    routerBranchSafe: true,
    buildPartition: () => new Counter(),
  };
  const flow: Flow = { name: "bench", source, process: [intoCounter] };
  const plan = compile(flow, { streaming: { sinks: { counter: {} } } });
  const { sinks } = await run(plan, { workers });
  return sinks[0]?.written ?? 0;
}

const byRxjs: Contestant = async (count) => {
  const all = counters();
  let turn = 0;
  const write = (batch: readonly number[]) => {
    all[turn++ % workers]!.writeBatch(batch);
    return [0];
  };
  await lastValueFrom(from(numbers(count)).pipe(bufferCount(size), concatMap(write)));
  return sum(all);
};

const byEffect: Contestant = async (count) => {
  const all = counters();
  let turn = 0;
  const write = (batch: readonly number[]) =>
    Effect.sync(() => all[turn++ % workers]!.writeBatch(batch));
  await Effect.runPromise(
    Stream.fromIterable(numbers(count)).pipe(Stream.grouped(size), Stream.runForEach(write)),
  );
  return sum(all);
};

const byWritable: Contestant = async (count) => {
  const { deal, end } = loop(counters());
  const writable = new Writable({
    objectMode: true,
    highWaterMark: size,
    write(chunk, _, done) {
      deal(chunk);
      done();
    },
  });
  const drained = () => new Promise((resolve) => writable.once("drain", resolve));
  for (const item of numbers(count)) if (!writable.write(item)) await drained();
  await new Promise<void>((resolve) => writable.end(resolve));
  return end();
};

const byPipeTo: Contestant = async (count) => {
  const { deal, end } = loop(counters());
  const writable = new WritableStream<number>({ write: deal }, { highWaterMark: size });
  await ReadableStream.from(numbers(count)).pipeTo(writable);
  return end();
};

const contestants: Readonly<Record<string, readonly [Contestant, number]>> = {
  "loop, sync": [bySyncLoop, events],
  "runtime, sync": [(count) => byRuntime(numbers(count)), events],
  "loop, async": [byAsyncLoop, events / 2],
  "runtime, async": [(count) => byRuntime(numbersAsync(count)), events / 2],
  "RxJS bufferCount": [byRxjs, events / 2],
  "Effect Stream.grouped": [byEffect, events / 8],
  "Node Writable": [byWritable, events / 4],
  "ReadableStream.pipeTo": [byPipeTo, events / 8],
};

type Speeds = Readonly<Record<string, number>>;

/** Events a second of every contestant, one after the other. */
async function playRound(): Promise<Speeds> {
  const speeds: Record<string, number> = {};
  for (const [name, [contest, count]] of Object.entries(contestants)) {
    const start = performance.now();
    const written = await contest(count);
    speeds[name] = count / (performance.now() - start) * 1_000;
    if (written !== count) throw new Error(`${name} wrote ${written} events of ${count}`);
  }
  return speeds;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

for (let round = 0; round < warmUps; round++) await playRound();
const played: Speeds[] = [];
for (let round = 0; round < rounds; round++) played.push(await playRound());

for (const name of Object.keys(contestants)) {
  const speed = median(played.map((speeds) => speeds[name] ?? NaN)) / 1e6;
  console.log(`${name.padEnd(24)} ${speed.toFixed(1).padStart(6)} M events/s`);
}

// A ratio is taken within a round, where both ran under the same load of the machine.
const wanted: readonly [of: string, to: string, atLeast: number][] = [
  ["runtime, sync", "loop, sync", 0.5],
  ["runtime, async", "loop, async", 0.8],
  ["runtime, sync", "RxJS bufferCount", 1],
  ["runtime, sync", "Effect Stream.grouped", 1],
  ["runtime, sync", "Node Writable", 1],
  ["runtime, sync", "ReadableStream.pipeTo", 5],
];
console.log("");
for (const [of, to, atLeast] of wanted) {
  const ratio = median(played.map((speeds) => (speeds[of] ?? NaN) / (speeds[to] ?? NaN)));
  const pair = `${of} / ${to}`.padEnd(40);
  console.log(`${pair} ${ratio.toFixed(2).padStart(6)}   wanted: ${atLeast.toFixed(2)}`);
}
