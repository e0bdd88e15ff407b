import { assert, assertEquals } from "../assert.ts";
import { ManualClock, settled } from "../bridge/manual_clock.ts";
import { endless, latch, record, scripted } from "./support.ts";

Deno.test("backpressure: a stuck sink holds the source after two batches a worker", async () => {
  const stuck = latch();
  const controller = new AbortController();
  let read = 0;
  async function* source() {
    for await (const item of endless()) {
      read = item;
      yield item;
    }
  }
  const a = scripted("a", { write: () => stuck.opened });
  const { signal } = controller;
  const running = record(source(), [a], { batchSize: 10, workers: 2, signal });
  await settled();
  await settled();
  assertEquals(read <= 40, true, `the source was read to ${read}`);
  controller.abort();
  stuck.open();
  const { summary } = await running;
  assertEquals(summary?.sinks[0]?.written, summary?.read);
});

Deno.test("a slow worker does not hold another that has room", async () => {
  const other = latch();
  const a = scripted("a", {
    write: (_, worker) => worker === 0 ? other.opened : other.open(),
  });
  const { summary } = await record([1, 2, 3], [a], { workers: 2, batchSize: 1 });
  assertEquals(summary?.sinks[0]?.written, 3);
});

Deno.test("a silent source: what waits for its batch to fill is written after the linger", async () => {
  const clock = new ManualClock();
  const { opened, open } = latch();
  const written: unknown[] = [];
  async function* source() {
    yield 1;
    await opened;
    yield 2;
  }
  const a = scripted("a", { write: (items) => void written.push(...items) });
  const running = record(source(), [a], { clock, linger: 100 });
  await clock.advance(100);
  assertEquals(written, []);
  await clock.advance(100);
  assertEquals(written, [1]);
  open();
  const { lines } = await running;
  assertEquals(lines, ["a0 build", "a0 write 1", "a0 write 2", "a0 close"]);
  assertEquals(clock.pending, 0);
});

Deno.test("epochs end by time, also while the source is silent", async () => {
  const clock = new ManualClock();
  const { opened, open } = latch();
  async function* source() {
    yield 1;
    await opened;
  }
  const running = record(source(), [scripted("a")], {
    clock,
    batching: "epoch",
    epoch: { ms: 1_000 },
  });
  await clock.advance(2_000);
  open();
  const { lines, summary } = await running;
  assertEquals(lines, ["a0 build", "a0 write 1", "a0 write", "a0 close"]);
  assertEquals(summary?.epochs, 2);
});

Deno.test("epochs end by time, also while the source is busy", async () => {
  const clock = new ManualClock();
  async function* source() {
    for (let i = 1; i <= 4; i++) {
      yield i;
      await clock.advance(60);
    }
  }
  const { lines } = await record(source(), [scripted("a")], {
    clock,
    batching: "epoch",
    linger: 50,
    epoch: { ms: 100 },
  });
  assertEquals(lines, ["a0 build", "a0 write 1 2", "a0 write 3 4", "a0 close"]);
});

Deno.test("epochs end by time, also while the sinks are slow and the source is never silent", async () => {
  const clock = new ManualClock();
  const a = scripted("a", { write: () => clock.advance(60) });
  const events = Array.from({ length: 8 }, (_, i) => i);
  const { summary } = await record(events, [a], { clock, batchSize: 1, epoch: { ms: 100 } });
  assertEquals(summary?.epochs, 3);
});

for (const slow of ["source", "sink"]) {
  Deno.test(`a sync ${slow} that takes its time holds up timers and signals for a moment only`, async () => {
    let time = 0;
    const heard: number[] = [];
    const clock = {
      now: () => time,
      after: () => () => {},
      every: () => () => {},
      turn: () => Promise.resolve(void heard.push(time)),
    };
    function* source() {
      for (let i = 0; i < 2_000; i++) {
        if (slow === "source") time++;
        yield i;
      }
    }
    const a = scripted("a", { write: () => slow === "sink" ? void time++ : undefined });
    await record(source(), [a], { clock, batchSize: 1 });
    const waits = heard.map((at, index) => at - (heard[index - 1] ?? 0));
    assertEquals(heard.length > 50 && Math.max(...waits) <= 30, true, `${waits}`);
  });
}

Deno.test("an event that comes while a silent epoch ends belongs to the next", async () => {
  const clock = new ManualClock();
  const [written, late] = [latch(), latch()];
  async function* source() {
    yield* [1, 2, 3];
    await late.opened;
    yield 4;
  }
  const a = scripted("a", { write: (items) => items.includes(1) ? written.opened : undefined });
  const running = record(source(), [a], { clock, batchSize: 2, linger: 50, epoch: { ms: 100 } });
  await clock.advance(100);
  late.open();
  await settled();
  written.open();
  const { lines, summary } = await running;
  assertEquals(lines, ["a0 build", "a0 write 1 2", "a0 write 3", "a0 write 4", "a0 close"]);
  assertEquals(summary?.epochs, 2);
});

Deno.test("a source whose release hangs keeps no partition open and no event back", async () => {
  const { opened, open } = latch();
  async function* source() {
    try {
      yield* endless();
    } finally {
      await opened;
    }
  }
  const controller = new AbortController();
  const closed = latch();
  const a = scripted("a", { write: () => controller.abort(), close: () => closed.open() });
  const options = { batchSize: 2, signal: controller.signal };
  const running = record(source(), [a], options);
  await closed.opened;
  open();
  assertEquals((await running).lines, ["a0 build", "a0 write 1 2", "a0 close"]);
});

Deno.test("a source whose release fails keeps no partition open and no event back", async () => {
  const source = () => ({
    next: () => ({ done: false, value: 1 }),
    [Symbol.iterator]() {
      return this;
    },
    return(): never {
      throw new Error("will not end");
    },
  });
  const controller = new AbortController();
  const a = scripted("a", { write: () => controller.abort() });
  const { lines, error } = await record(source(), [a], {
    batchSize: 1,
    signal: controller.signal,
  });
  assertEquals(lines, ["a0 build", "a0 write 1", "a0 close"]);
  assertEquals([error?.phase, String(error?.cause)], ["source", "Error: will not end"]);
});

Deno.test("a string is a source of its characters", async () => {
  const { lines } = await record("xyz", [scripted("a")]);
  assertEquals(lines, ["a0 build", "a0 write x y z", "a0 close"]);
});

Deno.test("epoch mode: one write for each worker and epoch, steps or not", async () => {
  const events = Array.from({ length: 10 }, (_, i) => i);
  const { lines, summary } = await record(events, [scripted("a")], {
    batching: "epoch",
    batchSize: 2,
    workers: 2,
    epoch: { events: 8 },
  });
  assertEquals(lines.filter((line) => line.includes("write")), [
    "a0 write 0 2 4 6",
    "a1 write 1 3 5 7",
    "a0 write 8",
    "a1 write 9",
  ]);
  assertEquals(summary?.epochs, 2);
});

Deno.test("distribution by key: events of one key stay on one worker, in order", async () => {
  const events = Array.from({ length: 60 }, (_, i) => ({ key: `k${i % 5}`, i }));
  const { trace } = await record(events, [scripted("a")], {
    workers: 3,
    batchSize: 4,
    distribution: ({ key }: { key: string }) => key,
  });
  const workersOf = new Map<string, Set<number>>();
  const last = new Map<string, number>();
  for (const { events: written = [], worker } of trace.calls) {
    for (const index of written) {
      const { key, i } = trace.events[index] as { key: string; i: number };
      workersOf.set(key, (workersOf.get(key) ?? new Set()).add(worker));
      assert((last.get(key) ?? -1) < i, `${key} is out of order`);
      last.set(key, i);
    }
  }
  assertEquals([...workersOf.values()].map(({ size }) => size), [1, 1, 1, 1, 1]);
  assert(new Set([...workersOf.values()].flatMap((workers) => [...workers])).size > 1);
});

const regularKeys: Readonly<Record<string, readonly unknown[]>> = {
  "numbers": Array.from({ length: 200 }, (_, i) => i),
  "even numbers": Array.from({ length: 200 }, (_, i) => i * 2),
  "doubled digits": Array.from({ length: 200 }, (_, i) => `${i}${i}`),
  "every other letter": Array.from({ length: 200 }, (_, i) => String.fromCharCode(0x4e00 + i * 2)),
  "a common prefix": Array.from({ length: 200 }, (_, i) => `tenant-${i * 1_000}`),
};

for (const [kind, keys] of Object.entries(regularKeys)) {
  Deno.test(`distribution by key: ${kind} are spread over all workers, always the same way`, async () => {
    for (const workers of [2, 3, 4, 8]) {
      const options = { workers, distribution: (key: unknown) => key };
      const [once, again] = [
        await record(keys, [scripted("a")], options),
        await record(keys, [scripted("a")], options),
      ];
      const shares = Array.from({ length: workers }, () => 0);
      for (const { worker, events = [] } of once.trace.calls) shares[worker]! += events.length;
      const fair = keys.length / workers;
      assert(shares.every((share) => share > fair / 2 && share < fair * 2), `${shares}`);
      assertEquals(once.lines.toSorted(), again.lines.toSorted());
    }
  });
}

Deno.test("a source that throws fails the run: what it gave before is not written, all is closed", async () => {
  function* source() {
    yield 1;
    throw new Error("cut off");
  }
  const { lines, error } = await record(source(), [scripted("a")]);
  assertEquals(lines, ["a0 build", "a0 close"]);
  assertEquals([error?.phase, String(error?.cause)], ["source", "Error: cut off"]);
});

Deno.test("a source that cannot begin fails the run with its error", async () => {
  const source = {
    [Symbol.iterator](): Iterator<unknown> {
      throw new Error("no such topic");
    },
  };
  const { lines, error } = await record(source, [scripted("a")]);
  assertEquals(lines, ["a0 build", "a0 close"]);
  assertEquals(error?.phase, "source");
});

Deno.test("a failing key fails the run and releases the source", async () => {
  let released = false;
  function* source() {
    try {
      yield 1;
    } finally {
      released = true;
    }
  }
  const { error } = await record(source(), [scripted("a")], {
    distribution: () => {
      throw new Error("no key");
    },
  });
  assertEquals([error?.phase, released], ["step", true]);
});

const noIterators: Readonly<Record<string, readonly [unknown, string]>> = {
  "gives no iterator": [() => 7, "it must give an iterator with a next: it gave 7"],
  "gives an iterator without next": [() => ({}), "with a next: it gave an object of Object"],
  "gives results that are no objects": [
    () => ({ next: () => 7 }),
    "next must give an object with done and value: it gave 7",
  ],
};

for (const [what, [begin, message]] of Object.entries(noIterators)) {
  for (const kind of [Symbol.iterator, Symbol.asyncIterator]) {
    Deno.test(`a source that ${what} fails the run instead of never ending: ${String(kind)}`, async () => {
      const { lines, error } = await record({ [kind]: begin } as never, [scripted("a")]);
      assertEquals(lines, ["a0 build", "a0 close"]);
      assertEquals(error?.phase, "source");
      assert(String(error?.cause).includes(message), String(error?.cause));
    });
  }
}
