// One test or more for each row of the table "As the adapter and the engine really behave" in the contract.
import { type AsyncBridge, broadcast, flatMap, Message } from "@watertight/sinks";
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";
import { settled } from "../bridge/manual_clock.ts";
import { endless, latch, linesOf, record, scripted } from "./support.ts";

const full = (): never => {
  throw new Error("disk full");
};

const writesOf = (lines: readonly string[]) => lines.filter((line) => line.includes("write"));

Deno.test("start: a worker writes before another has finished building", async () => {
  const written = latch();
  const a = scripted("a", {
    build: (_, worker) => worker === 1 ? written.opened : undefined,
    write: (_, worker) => worker === 0 ? written.open() : undefined,
  });
  const { trace } = await record([1, 2, 3], [a], { workers: 2, batchSize: 1 });
  const at = (call: string, worker: number) =>
    trace.calls.find((one) => one.call === call && one.worker === worker)!;
  assert(at("write", 0).end! < at("build", 1).end!);
});

Deno.test("batches: a container is never empty and many make an epoch", async () => {
  const { lines } = await record([1, 2, 3, 4, 5], [scripted("a")], { batchSize: 2 });
  assertEquals(lines, ["a0 build", "a0 write 1 2", "a0 write 3 4", "a0 write 5", "a0 close"]);
});

Deno.test("batches: a container never spans two epochs", async () => {
  const { lines } = await record([1, 2, 3, 4, 5, 6, 7], [scripted("a")], {
    batchSize: 2,
    epoch: { events: 3 },
  });
  assertEquals(writesOf(lines), [
    "a0 write 1 2",
    "a0 write 3",
    "a0 write 4 5",
    "a0 write 6",
    "a0 write 7",
  ]);
});

Deno.test("empty epoch: no call in container mode, an empty batch in epoch mode", async () => {
  const options = { workers: 2, epoch: { events: 1 } };
  const container = await record([1, 2], [scripted("a")], options);
  assertEquals(writesOf(container.lines), ["a0 write 1", "a1 write 2"]);
  const epoch = await record([1, 2], [scripted("a")], { ...options, batching: "epoch" });
  assertEquals(writesOf(epoch.lines), ["a0 write 1", "a1 write", "a0 write", "a1 write 2"]);
});

Deno.test("end of input: close comes right after the last write while another sink still runs", async () => {
  const { lines } = await record([1, 2], [broadcast([scripted("a"), scripted("b")])], {
    batching: "epoch",
  });
  assertEquals(lines.slice(2), ["a0 write 1 2", "a0 close", "b0 write 1 2", "b0 close"]);
});

Deno.test("end of input: a worker closes while another still writes", async () => {
  const closed = latch();
  const a = scripted("a", {
    write: (_, worker) => worker === 1 ? closed.opened : undefined,
    close: (worker) => worker === 0 ? closed.open() : undefined,
  });
  const { trace } = await record([1, 2], [a], { workers: 2 });
  const write = trace.calls.find(({ call, worker }) => call === "write" && worker === 1)!;
  const close = trace.calls.find(({ call, worker }) => call === "close" && worker === 0)!;
  assert(close.start < write.end!);
});

Deno.test("a write throws: its partition is closed, then the others of the worker, then the peers", async () => {
  const a = scripted("a");
  const b = scripted("b", { write: (_, worker) => worker === 1 ? full() : undefined });
  const { lines, error } = await record([1, 2, 3, 4], [broadcast([a, b])], {
    workers: 2,
    batchSize: 1,
  });
  assertEquals(lines.filter((line) => !line.includes("build")), [
    "a0 write 1",
    "b0 write 1",
    "a1 write 2",
    "b1 write! 2",
    "b1 close",
    "a1 close",
    "a0 close",
    "b0 close",
  ]);
  assertEquals(String(error?.cause), "Error: disk full");
  assertEquals([error?.phase, error?.sink, error?.worker, error?.aborted], [
    "write",
    "b",
    1,
    false,
  ]);
});

Deno.test("another worker fails: a healthy one ends its write, closes, and unread input is dropped", async () => {
  const failing = latch();
  const down = new Error("down");
  const a = scripted("a", {
    write: (_, worker) => worker === 0 ? failing.opened : (failing.open(), Promise.reject(down)),
  });
  const { lines, error } = await record([1, 2, 3, 4, 5, 6], [a], { workers: 2, batchSize: 1 });
  assertEquals(lines.slice(2), ["a0 write 1", "a1 write! 2", "a1 close", "a0 close"]);
  assertEquals(error?.cause, down);
});

Deno.test("another worker fails: what a healthy one has not begun to write is dropped, in all its branches", async () => {
  const closed = latch();
  const a = scripted("a", {
    write: (_, worker) => worker === 0 ? Promise.reject(new Error("down")) : closed.opened,
    close: (worker) => worker === 0 ? closed.open() : undefined,
  });
  const many = flatMap((n: number) => [n, -n]);
  const { lines } = await record([1, 2], [many, broadcast([a, scripted("b")])], {
    workers: 2,
    batchSize: 1,
  });
  assertEquals(writesOf(lines), ["a0 write! 1", "a1 write 2"]);
});

Deno.test("a write throws at the end of input: no worker writes any more, all are closed", async () => {
  const a = scripted("a", { write: (_, worker) => worker === 0 ? full() : undefined });
  const { lines } = await record([1, 2], [broadcast([a, scripted("b")])], {
    workers: 2,
    batching: "epoch",
  });
  assertEquals(writesOf(lines), ["a0 write! 1", "a1 write 2"]);
  assertEquals(lines.filter((line) => line.includes("close")).length, 4);
});

Deno.test("a write throws at the end of input: its worker is closed while a peer still writes", async () => {
  const closed = latch();
  const a = scripted("a", {
    write: (_, worker) => worker === 0 ? Promise.reject(new Error("disk full")) : closed.opened,
    close: (worker) => worker === 0 ? closed.open() : undefined,
  });
  const { lines, error } = await record([1, 2], [a], { workers: 2 });
  assertEquals(lines.slice(2), ["a0 write! 1", "a1 write 2", "a0 close", "a1 close"]);
  assertEquals(error?.failures.length, 1);
});

Deno.test("close throws on the clean path: the run fails, all else is closed, every error is kept", async () => {
  const a = scripted("a", { close: (worker) => Promise.reject(new Error(`close ${worker}`)) });
  const { lines, error } = await record([1, 2], [broadcast([a, scripted("b")])], { workers: 2 });
  assertEquals(lines.filter((line) => line.includes("close")).toSorted(), [
    "a0 close!",
    "a1 close!",
    "b0 close",
    "b1 close",
  ]);
  assertEquals([error?.phase, error?.aborted], ["close", false]);
  assertEquals(error?.closeErrors.map(String), ["Error: close 0", "Error: close 1"]);
});

Deno.test("close throws after a failed write: the process aborts, nothing else is called", async () => {
  const a = scripted("a", {
    write: (_, worker) => worker === 0 ? full() : undefined,
    close: () => Promise.reject(new Error("close")),
  });
  const { lines, error } = await record([1, 2], [broadcast([a, scripted("b")])], {
    workers: 2,
    batchSize: 1,
  });
  assertEquals(lines.slice(4), ["a0 write! 1", "a0 close!"]);
  assertEquals(error?.aborted, true);
  assertEquals(String(error?.cause), "Error: disk full");
  assertEquals(error?.closeErrors.map(String), ["Error: close"]);
});

Deno.test("close throws after a failed write at the end of input: a peer that still writes never flushes", async () => {
  for (const batching of ["container", "epoch"] as const) {
    const { opened, open } = latch();
    const a = scripted("a", {
      write: (_, worker) => worker === 0 ? Promise.reject(new Error("disk full")) : opened,
      close: () => Promise.reject(new Error("close")),
    });
    const { error, recorder } = await record([1, 2], [a], { workers: 2, batching });
    open();
    await settled();
    assertEquals(error?.aborted, true);
    assertEquals(linesOf(recorder).slice(2), ["a0 write! 1", "a1 write 2", "a0 close!"]);
  }
});

Deno.test("build throws: no close for it, partitions built earlier are closed", async () => {
  const b = scripted("b", { build: (_, worker) => worker === 1 ? full() : undefined });
  const { lines, error } = await record([], [broadcast([scripted("a"), b])], { workers: 2 });
  assertEquals(lines.slice(0, 4), ["a0 build", "a1 build", "b0 build", "b1 build!"]);
  assertEquals(lines.slice(4), ["a1 close", "a0 close", "b0 close"]);
  assertEquals([error?.phase, error?.sink, error?.worker], ["build", "b", 1]);
});

Deno.test("signals: an interrupt writes what was read and closes", async () => {
  const controller = new AbortController();
  const a = scripted("a", { write: (items) => items.includes(3) ? controller.abort() : undefined });
  const { signal } = controller;
  const { lines, summary } = await record(endless(), [a], { batchSize: 3, signal });
  assertEquals(lines, ["a0 build", "a0 write 1 2 3", "a0 close"]);
  assertEquals([summary?.interrupted, summary?.read], [true, 3]);
});

Deno.test("threads: calls on one worker never overlap, those of different workers do", async () => {
  let open = 0;
  let most = 0;
  const a = scripted("a", {
    write: async () => {
      most = Math.max(most, ++open);
      await Promise.resolve();
      open--;
    },
  });
  const events = Array.from({ length: 40 }, (_, i) => i);
  const { trace } = await record(events, [a], { workers: 4, batchSize: 2 });
  assert(most > 1, "the workers took turns");
  for (const worker of [0, 1, 2, 3]) {
    const calls = trace.calls.filter((call) => call.worker === worker);
    assert(calls.every(({ start }, i) => i === 0 || calls[i - 1]!.end! < start));
  }
});

Deno.test("arguments: three, and a bridge in fourth place only when the flow needs one", async () => {
  const seen: unknown[][] = [];
  const a = scripted("a", { build: (...args) => void seen.push(args) });
  await record([], [a], { workers: 2 });
  assertEquals(seen, [[{}, 0, 2], [{}, 1, 2]]);
  await record([], [a], { bridge: true });
  assertEquals(seen[2]?.length, 4);
  assert((seen[2]?.[3] as AsyncBridge).run instanceof Function);
});

Deno.test("same node twice: one config, one worker index, two partitions", async () => {
  const configs: unknown[] = [];
  const a = scripted("a", { build: (config) => void configs.push(config) });
  const { trace, lines } = await record([1], [broadcast([a, a])]);
  assertEquals(lines, [
    ...["a0 build", "a0 build"],
    ...["a0 write 1", "a0 write 1"],
    ...["a0 close", "a0 close"],
  ]);
  assertEquals(trace.calls.map(({ partition }) => partition), [0, 1, 0, 1, 0, 1]);
  assert(configs[0] === configs[1]);
});

Deno.test("idle workers: they only build and close", async () => {
  const { lines } = await record([1, 2], [scripted("a")], { workers: 3, distribution: () => "k" });
  const busy = writesOf(lines)[0]!.slice(0, 2);
  const idle = ["a0", "a1", "a2"].filter((name) => name !== busy);
  assertEquals(
    lines.filter((line) => !line.startsWith(busy)).toSorted(),
    idle.flatMap((name) => [`${name} build`, `${name} close`]),
  );
});

Deno.test("items: bare payloads, the same objects for every branch", async () => {
  const payload = { toString: () => "payload" };
  const seen: unknown[] = [];
  const into = (name: string) => scripted(name, { write: (items) => void seen.push(...items) });
  const source = [new Message(payload, { messageId: "m" })];
  const { trace } = await record(source, [broadcast([into("a"), into("b")])]);
  assert(seen.length === 2 && seen.every((item) => item === payload));
  assert(trace.events.length === 1 && trace.events[0] === payload);
});

Deno.test("two workers fail at once: both failures are kept and each partition is closed once", async () => {
  const a = scripted("a", { write: () => Promise.reject(new Error("down")) });
  const { lines, error } = await record([1, 2], [a], { workers: 2, batchSize: 1 });
  assertEquals(lines.slice(2), ["a0 write! 1", "a1 write! 2", "a0 close", "a1 close"]);
  assertEquals(error?.failures.map(({ phase }) => phase), ["write", "write"]);
  assertStringIncludes(
    error?.message ?? "",
    'Cannot finish flow "test" as sink "a" must write every batch: it failed on worker 0',
  );
});
