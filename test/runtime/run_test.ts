import {
  broadcast,
  compile,
  filter,
  flatMap,
  type FlowNode,
  map,
  Message,
  router,
  run,
  type RunOptions,
} from "@watertight/sinks";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../assert.ts";
import { latch, record, scripted, sectionsFor } from "./support.ts";

const writesOf = (lines: readonly string[]) => lines.filter((line) => line.includes("write"));

Deno.test("steps: map, filter and flatMap, sync or async, keep the order of events", async () => {
  const sync = [
    map((n: number) => n + 1),
    filter((n: number) => n % 2 === 0),
    flatMap((n: number) => [n, -n]),
  ];
  const async = [
    map((n: number) => n % 3 === 0 ? n + 1 : Promise.resolve(n + 1)),
    filter((n: number) => Promise.resolve(n % 2 === 0)),
    flatMap(async (n: number) => [await n, -n]),
  ];
  for (const steps of [sync, async]) {
    const { lines } = await record([1, 2, 3, 4, 5], [...steps, scripted("a")]);
    assertEquals(writesOf(lines), ["a0 write 2 -2 4 -4 6 -6"]);
  }
});

Deno.test("steps: a container that a step has emptied is not written, one it made long is cut", async () => {
  const none = await record([1, 2], [filter(() => false), scripted("a")]);
  assertEquals(none.lines, ["a0 build", "a0 close"]);
  const many = await record([1], [flatMap(() => [1, 2, 3, 4, 5]), scripted("a")], { batchSize: 2 });
  assertEquals(writesOf(many.lines), ["a0 write 1 2", "a0 write 3 4", "a0 write 5"]);
});

Deno.test("steps: one that throws fails the run with its own error, and all is closed", async () => {
  for (const fail of [() => Promise.reject(new Error("bad")), () => JSON.parse("bad")]) {
    const { lines, error } = await record([1], [map(fail), scripted("a")], { workers: 2 });
    const closes = lines.filter((line) => line.includes("close"));
    assertEquals(closes.toSorted(), ["a0 close", "a1 close"]);
    assertEquals([error?.phase, error?.worker], ["step", 0]);
    assert(error?.cause instanceof Error);
  }
});

Deno.test("steps see payloads, and metadata follows them", async () => {
  const seen: unknown[] = [];
  const step = map((payload: unknown) => {
    seen.push(payload);
    return payload;
  });
  await record([new Message("x", { messageId: "m" }), "y"], [step, scripted("a")]);
  assertEquals(seen, ["x", "y"]);
});

Deno.test("steps: a message that one gives is unwrapped as one of the source is", async () => {
  const wrap = (n: number) => new Message(n, { messageId: `m${n}` });
  const giving = [
    map((n: number) => n === 1 ? n : wrap(n)),
    map((n: number) => Promise.resolve(wrap(n))),
    flatMap((n: number) => [n, wrap(n)]),
  ];
  for (const step of giving) {
    const { trace } = await record([1, 2], [step, scripted("a")]);
    assert(trace.events.length === 2 && trace.events.every((event) => typeof event === "number"));
  }
});

const unclear: readonly (readonly [string, FlowNode[], string])[] = [
  [
    "a flatMap that gives no iterable",
    [flatMap(() => 7 as never), scripted("a")],
    "a flatMap as it must give an iterable of events: it gave 7",
  ],
  [
    "a key without a text",
    [router({ by: () => Object.create(null), routes: {}, default: scripted("a") })],
    "at process[0] as its key must have a text: it is an object of no class",
  ],
];

for (const [what, process, message] of unclear) {
  Deno.test(`steps: ${what} fails the run with what it must be`, async () => {
    const { error } = await record([1], process);
    assertEquals(error?.phase, "step");
    assertStringIncludes(String(error?.cause), message);
  });
}

Deno.test("router: by key with a default, by the first predicate that holds", async () => {
  const [a, b] = [scripted("a"), scripted("b")];
  const byKey = router({
    by: (n: number) => n % 3,
    routes: { 0: a, 1: [map(String), a] },
    default: b,
  });
  const keyed = await record([0, 1, 2, 3], [byKey]);
  assertEquals(writesOf(keyed.lines), ["a0 write 0 3", "a0 write 1", "b0 write 2"]);
  const byPredicate = router({
    when: [{ test: (n: number) => n > 2, to: b }, { test: (n: number) => n > 0, to: a }],
    default: b,
  });
  const tested = await record([0, 1, 2, 3], [byPredicate]);
  assertEquals(writesOf(tested.lines), ["b0 write 3", "a0 write 1 2", "b0 write 0"]);
});

Deno.test("router: a key of any type goes by its text, a BigInt to the default too", async () => {
  const byValue = router({
    by: (n: bigint) => n,
    routes: { 1: scripted("a") },
    default: scripted("b"),
  });
  const { lines } = await record([1n, 2n], [byValue]);
  assertEquals(writesOf(lines), ["a0 write 1", "b0 write 2"]);
  const strict = await record([2n], [
    router({ by: (n: bigint) => n, routes: { 1: scripted("a") } }),
  ]);
  assertStringIncludes(strict.error?.message ?? "", 'no route takes the key "2"');
});

Deno.test("router: an event that no branch takes fails the run instead of being dropped", async () => {
  const { error } = await record([1], [router({ by: () => "x", routes: { y: scripted("a") } })]);
  assertStringIncludes(error?.message ?? "", 'no route takes the key "x", and there is no default');
});

Deno.test("one write of several in flight that fails after the run has failed is kept too", async () => {
  const failed = latch();
  const a = scripted("a", {
    write: async (_, worker) => {
      if (worker === 0) await failed.opened;
      throw new Error(`down ${worker}`);
    },
    close: (worker) => worker === 1 ? failed.open() : undefined,
  });
  const { error } = await record([1, 2], [a], { workers: 2, batchSize: 1 });
  assertEquals(error?.failures.map(({ error }) => String(error)), [
    "Error: down 1",
    "Error: down 0",
  ]);
});

Deno.test("a sink that empties its batch harms neither a neighbour nor the count", async () => {
  const a = scripted("a", { write: (items) => void (items as unknown[]).splice(0) });
  const { summary, lines } = await record([1, 2, 3], [broadcast([a, scripted("b")])]);
  assertEquals(writesOf(lines), ["a0 write 1 2 3", "b0 write 1 2 3"]);
  assertEquals(summary?.sinks.map(({ written }) => written), [3, 3]);
});

const refused: readonly [RunOptions, string][] = [
  [{ workers: 0 }, "the option workers must be an integer, at least 1: it is 0"],
  [{ batchSize: 1.5 }, "the option batchSize must be an integer, at least 1: it is 1.5"],
  [{ epoch: { events: -1 } }, "the option epoch.events must be an integer, at least 1: it is -1"],
  [{ threads: {} as never }, "the option threads.module must be a URL or a path: it is undefined"],
  [{ threads: true as never }, "the option threads must be an object with a module: it is true"],
  [{ workers: 1_025 }, "the option workers must be at most 1024: it is 1025"],
  [
    { batching: "epochs" as never },
    'the option batching must be "container" or "epoch": it is "epochs"',
  ],
  [
    { distribution: "keyed" as never },
    'the option distribution must be "round-robin" or a function: it is "keyed"',
  ],
  [
    { interruptOn: ["SIGINT", "SIGNAL"] },
    "the option interruptOn must name signals of this machine: it is SIGINT, SIGNAL",
  ],
];

for (const [options, message] of refused) {
  Deno.test(`refused before anything is called: ${message}`, async () => {
    let built = false;
    const a = scripted("a", { build: () => void (built = true) });
    const plan = compile({ name: "test", source: [1], process: [a] }, sectionsFor("a"));
    const error = await assertRejects(() => run(plan, options), RangeError);
    assertStringIncludes(error.message, message);
    assert(!built);
  });
}

Deno.test("index and count are cluster-wide", async () => {
  const seen: unknown[] = [];
  const a = scripted("a", { build: (...args) => void seen.push(args.slice(1)) });
  const config = {
    streaming: {
      sinks: { a: {} },
      runtime: { workers_per_process: "2", process_id: "1", addresses: ["one:1", "two:1"] },
    },
  };
  await run(compile({ name: "test", source: [], process: [a] }, config));
  assertEquals(seen, [[2, 4], [3, 4]]);
});
