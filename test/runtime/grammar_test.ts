// Whatever a flow looks like and whatever fails, the calls on a partition follow the grammar of the contract.
import fc from "fast-check";
import { broadcast, type FlowNode, map, router } from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";
import { record, type Recording, scripted } from "./support.ts";

type Call = "build" | "write" | "close";

/** A call that fails: the nth of its kind on one sink of one worker. */
interface Fault {
  readonly sink: string;
  readonly worker: number;
  readonly call: Call;
  readonly nth: number;
}

const faults: fc.Arbitrary<readonly Fault[]> = fc.array(
  fc.record({
    sink: fc.constantFrom("a", "b"),
    worker: fc.nat(2),
    call: fc.constantFrom<Call>("build", "write", "close"),
    nth: fc.nat(3),
  }),
  { maxLength: 3 },
);

const scenarios = fc.record({
  events: fc.nat(30),
  workers: fc.integer({ min: 1, max: 3 }),
  batchSize: fc.integer({ min: 1, max: 5 }),
  epochEvents: fc.integer({ min: 1, max: 12 }),
  batching: fc.constantFrom<"container" | "epoch">("container", "epoch"),
  shape: fc.constantFrom("one", "both", "routed", "twice"),
  asyncCalls: fc.boolean(),
  asyncSource: fc.boolean(),
  bridge: fc.boolean(),
  faults,
});

type Scenario = typeof scenarios extends fc.Arbitrary<infer S> ? S : never;

/** A sink whose calls fail as planned, sync or async. */
function faulty(name: string, { faults, asyncCalls }: Scenario): FlowNode {
  const made = new Map<string, number>();
  const act = (call: Call, worker: number): void | Promise<void> => {
    const key = `${call} ${worker}`;
    const nth = made.get(key) ?? 0;
    made.set(key, nth + 1);
    const fails = faults.some((one) =>
      one.sink === name && one.worker === worker && one.call === call && one.nth === nth
    );
    const error = new Error(`${name}${worker} ${call} ${nth}`);
    if (asyncCalls) return fails ? Promise.reject(error) : Promise.resolve();
    if (fails) throw error;
  };
  return scripted(name, {
    build: (_, worker) => act("build", worker as number),
    write: (_, worker) => act("write", worker),
    close: (worker) => act("close", worker),
  });
}

function processOf(scenario: Scenario): readonly FlowNode[] {
  const a = faulty("a", scenario);
  const b = faulty("b", scenario);
  switch (scenario.shape) {
    case "both":
      return [broadcast([a, [map((n: number) => n), b]])];
    case "routed":
      return [router({ by: (n: number) => n % 2, routes: { 0: a }, default: b })];
    case "twice":
      return [broadcast([a, a])];
    default:
      return [a];
  }
}

async function* later(items: readonly number[]): AsyncGenerator<number> {
  for (const item of items) yield await Promise.resolve(item);
}

function play(scenario: Scenario): Promise<Recording> {
  const items = Array.from({ length: scenario.events }, (_, i) => i);
  const { workers, batchSize, batching, bridge, epochEvents, asyncSource } = scenario;
  return record(asyncSource ? later(items) : items, processOf(scenario), {
    workers,
    batchSize,
    batching,
    bridge,
    epoch: { events: epochEvents },
  });
}

/** The calls of each partition as one word: `b` build, `w` write, `c` close, with `!` when it threw. */
function wordsOf({ trace }: Recording): readonly string[] {
  const words: string[] = [];
  for (const { call, partition, outcome } of trace.calls) {
    const threw = outcome.kind === "threw" ? "!" : "";
    words[partition] = `${words[partition] ?? ""}${call[0]}${threw}`;
  }
  return words;
}

Deno.test("calls follow the grammar build (write)* [write!] close, whatever fails", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const recording = await play(scenario);
      const legal = recording.error?.aborted ? /^b(!|w*(w!)?(c!?)?)$/ : /^b(!|w*(w!)?c!?)$/;
      for (const word of wordsOf(recording)) assert(legal.test(word), word);
      assertEquals(recording.trace.calls.every(({ end }) => end !== null), true);
    }),
    { numRuns: 500 },
  );
});

Deno.test("a run without failure writes every event once to every sink it goes to, in order", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { trace, summary, recorder } = await play({ ...scenario, faults: [] });
      const copies = scenario.shape === "both" || scenario.shape === "twice" ? 2 : 1;
      const written = trace.calls.flatMap(({ events = [] }) => events.map((e) => trace.events[e]));
      const expected = Array.from(
        { length: scenario.events * copies },
        (_, i) => Math.floor(i / copies),
      );
      assertEquals((written as number[]).toSorted((a, b) => a - b), expected);
      const total = summary?.sinks.reduce((sum, { written }) => sum + written, 0);
      assertEquals(total, expected.length);
      for (const { events = [] } of recorder.traceOf("a").calls) {
        assertEquals(events, events.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("a container is never empty and an epoch is one write a worker", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { trace, summary } = await play({ ...scenario, shape: "one", faults: [] });
      const writes = trace.calls.filter(({ call }) => call === "write");
      if (scenario.batching === "container") {
        assert(
          writes.every(({ events = [] }) =>
            events.length > 0 && events.length <= scenario.batchSize
          ),
        );
      } else {
        assertEquals(writes.length, (summary?.epochs ?? 0) * scenario.workers);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("an interrupt at any write: what was read is written once, an epoch is one write a worker", async () => {
  const moments = fc.record({ scenario: scenarios, at: fc.nat(20) });
  await fc.assert(
    fc.asyncProperty(moments, async ({ scenario, at }) => {
      const controller = new AbortController();
      let writes = 0;
      const write = async () => {
        if (writes++ === at) controller.abort();
        if (scenario.asyncCalls) await Promise.resolve();
      };
      const items = Array.from({ length: 60 }, (_, i) => i);
      const { workers, batchSize, batching, epochEvents, asyncSource } = scenario;
      const { trace, summary } = await record(
        asyncSource ? later(items) : items,
        [scripted("a", { write })],
        { workers, batchSize, batching, epoch: { events: epochEvents }, signal: controller.signal },
      );
      const written = trace.calls.flatMap(({ events = [] }) => events.map((e) => trace.events[e]));
      assertEquals(written.length, summary?.read);
      assertEquals(new Set(written).size, written.length);
      const made = trace.calls.filter(({ call }) => call === "write").length;
      if (batching === "epoch") assertEquals(made, (summary?.epochs ?? 0) * workers);
    }),
    { numRuns: 500 },
  );
});

Deno.test("a run that fails gives the first failure as its cause and every error of a close", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { error, trace } = await play(scenario);
      const thrown = trace.calls.filter(({ outcome }) => outcome.kind === "threw");
      assertEquals(error !== undefined, thrown.length > 0);
      assertEquals(error?.failures.length ?? 0, thrown.length);
      const closes = thrown.filter(({ call }) => call === "close").length;
      assertEquals(error?.closeErrors.length ?? 0, closes);
    }),
    { numRuns: 500 },
  );
});
