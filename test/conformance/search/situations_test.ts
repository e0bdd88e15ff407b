import { checkConformance } from "@watertight/sinks/conformance";
import { traceOf } from "../../../conformance/search/run_history.ts";
import { factorsOf } from "../../../conformance/judge/factors.ts";
import { Situations } from "../../../conformance/judge/situations.ts";
import type { History } from "@watertight/sinks/conformance";
import { assert, assertEquals } from "../../assert.ts";
import { contextOf, faultyRows, rowsSubject, sound } from "../rows.ts";

/** The situations of a history that were met, each once. */
async function metIn(history: History): Promise<readonly string[]> {
  const trace = await traceOf(contextOf(asyncRows), history);
  const situations = new Situations();
  situations.note(trace, factorsOf(trace));
  const met = Object.entries(situations.counts).filter(([, number]) => number > 0);
  assert(met.every(([, number]) => number === 1));
  return met.map(([name]) => name);
}

/** Its calls can overlap. */
const asyncRows = faultyRows({}, (storage) => ({
  writeBatch: async (items) => {
    await undefined;
    storage.insert(items);
  },
  close: async () => await undefined,
}));

/** Histories, and what is met in them. */
const met: readonly (readonly [History, readonly string[]])[] = [
  [{ workers: 1, steps: [{ do: "write", worker: 0, events: [0] }] }, [
    "1 worker",
    "batches of 1 event",
  ]],
  [{ workers: 1, steps: [] }, ["1 worker", "workers that write nothing"]],
  [
    {
      workers: 2,
      steps: [
        { do: "write", worker: 0, events: Array.from({ length: 100 }, (_, place) => place) },
        { do: "write", worker: 1, events: [], after: 0 },
      ],
    },
    [
      "2 workers",
      "empty batches",
      "batches of 100 to 999 events",
      "overlapping writes",
      "several partitions that write",
    ],
  ],
  [
    {
      workers: 3,
      steps: [
        { do: "write", worker: 0, events: [0, 1], fault: { kind: "reject" } },
        { do: "restart", workers: 3 },
        { do: "close", worker: 1, fault: { kind: "reject" } },
        { do: "close", worker: 2, after: 0 },
      ],
    },
    [
      "3 workers or more",
      "batches of 2 to 99 events",
      "restarts",
      "workers that write nothing",
      "reject during write",
      "reject during close",
    ],
  ],
];

for (const [history, expected] of met) {
  Deno.test(`a history is counted once for ${expected.join(", ")}`, async () => {
    assertEquals(await metIn(history), expected);
  });
}

Deno.test("every history of a check is counted, also where nothing is to be seen of a situation", async () => {
  const { situations = {}, histories } = await checkConformance(rowsSubject(), { seed: 1 });
  const crews = ["1 worker", "2 workers", "3 workers or more"].map((name) => situations[name] ?? 0);
  assertEquals(crews.reduce((sum, it) => sum + it), histories);
  assert(situations["batches of 100 to 999 events"]! > 10);
  assert(situations["restarts with another number of workers"]! > 0);
  // Its calls return at once, and its subject names no such events.
  assertEquals([situations["overlapping writes"], situations["events that cannot be held"]], [
    0,
    0,
  ]);
  assertEquals(Object.keys(situations).filter((name) => name.includes("during")), []);
});

Deno.test("failures of the storage are counted by where they were", async () => {
  const { situations = {} } = await checkConformance(faultyRows(), { seed: 1 });
  const places = ["build", "write", "close"].map((place) => situations[`reject during ${place}`]!);
  assert(places.every((number) => number > 0), places.join());
});

Deno.test("a sink is in the same situations for the same seed, also where a call never settles", async () => {
  const stuck = () =>
    rowsSubject((it) => ({ ...sound(it), close: () => new Promise<void>(() => {}) }));
  const [one, two] = [stuck(), stuck()].map((subject) =>
    checkConformance(subject, { seed: 1, callLimit: 10 })
  );
  const { situations, histories } = await one!;
  assertEquals((await two!).situations, situations);
  const crews = ["1 worker", "2 workers", "3 workers or more"].map((name) => situations![name]!);
  assertEquals(crews.reduce((sum, it) => sum + it), histories);
});

Deno.test("a replay counts no situations", async () => {
  assertEquals(
    (await checkConformance(rowsSubject(), { seed: 1, path: "0" })).situations,
    undefined,
  );
});
