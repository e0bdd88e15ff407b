// A sink, a step, a source or a session manager that hangs keeps nobody else from being closed, and no error untold.
import {
  type AsyncBridge,
  broadcast,
  type FlowNode,
  map,
  type RunOptions,
} from "@watertight/sinks";
import { assertEquals, assertStringIncludes } from "../assert.ts";
import { ManualClock, settled } from "../bridge/manual_clock.ts";
import {
  endless,
  latch,
  linesOf,
  record,
  type Recording,
  type Script,
  scripted,
} from "./support.ts";

const hang = (): Promise<never> => new Promise(() => {});
const full = (): never => {
  throw new Error("disk full");
};

/** Lets a run come to its end by a clock that passes the shutdown timeout as often as anything waits for it. */
async function outlasted<T>(running: Promise<T>, clock: ManualClock): Promise<T> {
  const ended = running.then(() => true, () => true);
  await settled();
  while (!await Promise.race([ended, settled().then(() => false)])) await clock.advance(1_000);
  assertEquals(clock.pending, 0, "timers that were left");
  return running;
}

const timeout = { shutdownTimeout: 1_000, batchSize: 1 };

function recorded(
  process: readonly FlowNode[],
  options: RunOptions = {},
  source: Iterable<unknown> | AsyncIterable<unknown> = [1, 2],
): Promise<Recording> {
  const clock = new ManualClock();
  return outlasted(record(source, process, { clock, ...timeout, ...options }), clock);
}

/** What failed, as `phase sink worker`, with a question mark where it hung. */
function told({ error }: Recording): readonly string[] {
  return error?.failures.map(({ phase, sink, worker, hung }) =>
    `${phase}${hung ? "?" : ""} ${sink ?? "-"} ${worker ?? "-"}`
  ) ?? [];
}

const closes = ({ lines }: Recording) => lines.filter((line) => line.includes("close")).toSorted();
const hangsOn = (worker: number) => (_: unknown, at: number) => at === worker ? hang() : undefined;
const closeHangsOn = (worker: number) => (at: number) => at === worker ? hang() : undefined;

Deno.test("hang: a close at the end of input fails the run, all other partitions are closed", async () => {
  const a = scripted("a", { close: closeHangsOn(0) });
  const result = await recorded([broadcast([a, scripted("b")])], { workers: 2 });
  assertEquals(closes(result), ["a0 close?", "a1 close", "b0 close", "b1 close"]);
  assertEquals(told(result), ["close? a 0"]);
  assertStringIncludes(
    result.error?.message ?? "",
    "failed on worker 0 with TimeoutError: Cannot wait for close any longer as it must settle within 1000 ms",
  );
});

Deno.test("hang: a write at the end of input is given up and its partition not closed, all others are", async () => {
  const a = scripted("a", { write: hangsOn(1) });
  const result = await recorded([broadcast([a, scripted("b")])], { workers: 2 });
  assertEquals(closes(result), ["a0 close", "b0 close", "b1 close"]);
  assertEquals(told(result), ["write? a 1"]);
});

Deno.test("hang: a build is given up at the end of input, what was built before it is closed", async () => {
  const b = scripted("b", { build: (_, worker) => worker === 1 ? hang() : undefined });
  const result = await recorded([broadcast([scripted("a"), b])], { workers: 2 }, []);
  assertEquals(closes(result), ["a0 close", "a1 close", "b0 close"]);
  assertEquals(told(result), ["build? b 1"]);
});

/** A call of the second worker that hangs, and what comes of it; the first worker goes on once `ready`. */
function hanging(call: string) {
  const ready = latch();
  if (call !== "write") ready.open();
  const hangsHere = (at: string) => (worker: number) => {
    if (at !== call || worker !== 1) return undefined;
    ready.open();
    return hang();
  };
  const script: Script = {
    build: (_, worker) => hangsHere("build")(worker as number),
    write: (_, worker) => hangsHere("write")(worker),
    close: hangsHere("close"),
  };
  return { sink: scripted("a", script), ready: ready.opened };
}

for (const call of ["build", "write", "close"]) {
  Deno.test(`hang: a ${call} of one worker hides no failure of another, both are told`, async () => {
    const { sink, ready } = hanging(call);
    const b = scripted("b", { write: (_, worker) => worker === 0 ? ready.then(full) : undefined });
    const result = await recorded([broadcast([sink, b])], { workers: 2 });
    assertEquals(told(result), ["write b 0", `${call}? a 1`]);
    assertEquals(String(result.error?.cause), "Error: disk full");
    assertStringIncludes(
      result.error?.message ?? "",
      `disk full; then the ${call} of sink "a" on worker 1 hung and was given up`,
    );
    const closed = ["a0 close", "b0 close", ...(call === "build" ? [] : ["b1 close"])];
    assertEquals(closes(result).filter((line) => !line.endsWith("?")), closed);
  });

  Deno.test(`hang: a ${call} fails an interrupted run, all else is closed`, async () => {
    const controller = new AbortController();
    const { sink, ready } = hanging(call);
    const interrupt = () => ready.then(() => controller.abort());
    const b = scripted("b", { write: (_, worker) => worker === 0 ? interrupt() : undefined });
    const options = { workers: 2, signal: controller.signal };
    const result = await recorded([broadcast([sink, b])], options, endless());
    assertEquals(told(result), [`${call}? a 1`]);
    assertEquals(result.error?.summary.interrupted, true);
    const closed = ["a0 close", "b0 close", ...(call === "build" ? [] : ["b1 close"])];
    assertEquals(closes(result).filter((line) => !line.endsWith("?")), closed);
  });
}

Deno.test("hang: a close after a failed write of its worker is no abort, the peers are closed", async () => {
  const a = scripted("a", { write: full, close: hang });
  const result = await recorded([broadcast([a, scripted("b")])], { workers: 2 });
  assertEquals(result.error?.aborted, false);
  assertEquals(told(result), ["write a 0", "close? a 0", "close? a 1"]);
  assertEquals(closes(result), ["a0 close?", "a1 close?", "b0 close", "b1 close"]);
});

Deno.test("hang: every close of a worker hangs: each is tried and each is told", async () => {
  const hung = (name: string) => scripted(name, { close: hang });
  const result = await recorded([broadcast([hung("a"), hung("b")])]);
  assertEquals(closes(result), ["a0 close?", "b0 close?"]);
  assertEquals(told(result), ["close? a 0", "close? b 0"]);
});

Deno.test("hang: a step is given up, and what comes of it later is not written", async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const sinks = broadcast([scripted("a"), scripted("b")]);
  const result = await recorded([map(() => promise), sinks], {}, [1]);
  resolve(1);
  await settled();
  assertEquals(told(result), ["step? - 0"]);
  assertEquals(linesOf(result.recorder), ["a0 build", "b0 build", "a0 close", "b0 close"]);
});

Deno.test("hang: a write that settles after all changes nothing of the trace", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const result = await recorded([scripted("a", { write: () => promise })], {}, [1]);
  resolve();
  await settled();
  assertEquals(linesOf(result.recorder), ["a0 build", "a0 write? 1"]);
  assertEquals(result.recorder.trace.calls.at(-1)?.end, null);
});

Deno.test("hang: calls that take long, each less than the timeout, are awaited all", async () => {
  const clock = new ManualClock();
  const slow = (): Promise<void> => new Promise((resolve) => clock.after(900, resolve));
  const a = scripted("a", { write: slow, close: slow });
  const running = record([1, 2, 3], [a], { clock, ...timeout, batching: "epoch" });
  const { lines, summary } = await outlasted(running, clock);
  assertEquals(lines, ["a0 build", "a0 write 1 2 3", "a0 close"]);
  assertEquals(summary?.sinks[0]?.written, 3);
});

Deno.test("hang: a write of a run that goes on is awaited however long it takes", async () => {
  const clock = new ManualClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  async function* source() {
    yield 1;
    await promise;
  }
  const running = record(source(), [scripted("a", { write: () => promise })], {
    clock,
    ...timeout,
    linger: 10_000,
  });
  await clock.advance(100_000);
  resolve();
  assertEquals((await running).lines, ["a0 build", "a0 write 1", "a0 close"]);
});

Deno.test("hang: the task of one partition keeps its own call, not the close of another", async () => {
  const bridged = (task: (bridge: AsyncBridge) => void): Script => ({
    build: (...args) => ({ writeBatch: () => task(args[3] as AsyncBridge), close() {} }),
  });
  const a = scripted("a", bridged((bridge) => void bridge.run(hang)));
  const result = await recorded([broadcast([scripted("b"), a])], { bridge: true }, [1]);
  assertEquals(told(result), ["write? a 0"]);
  assertEquals(result.lines.slice(2), ["b0 write 1", "a0 write? 1", "b0 close"]);
  assertEquals(result.trace.calls[3]?.tasks, [{
    started: "within",
    outcome: "unsettled",
    aborted: "ignored",
  }]);
});

Deno.test("hang: a write that threw while its task hangs fails the run at once with its own error", async () => {
  const a = scripted("a", {
    build: (...args) => ({
      writeBatch() {
        (args[3] as AsyncBridge).run(hang);
        full();
      },
      close() {},
    }),
  });
  const result = await recorded([a], { bridge: true }, endless());
  assertEquals(told(result), ["write a 0"]);
  assertEquals(result.lines, ["a0 build", "a0 write! 1", "a0 close"]);
});

Deno.test("hang: a source whose release hangs fails the run once all is closed", async () => {
  const controller = new AbortController();
  async function* source() {
    try {
      yield* endless();
    } finally {
      await hang();
    }
  }
  const a = scripted("a", { write: () => controller.abort() });
  const options = { signal: controller.signal, batchSize: 2 };
  const result = await recorded([a], options, source());
  assertEquals(result.lines, ["a0 build", "a0 write 1 2", "a0 close"]);
  assertEquals(told(result), ["source? - -"]);
});

Deno.test("hang: a source whose release hangs does not hide the failure before it", async () => {
  const source = {
    ...[1, 2],
    [Symbol.asyncIterator]: () => ({
      ...endless(),
      next: () => Promise.resolve({ value: 1, done: false }),
      return: hang,
    }),
  };
  const result = await recorded([scripted("a", { write: full })], {}, source);
  assertEquals(told(result), ["write a 0", "source? - -"]);
});

for (const member of ["open", "dispose"] as const) {
  Deno.test(`hang: a session manager that does not ${member} is told, the others are disposed`, async () => {
    const log: string[] = [];
    const sessions = {
      settings: (sink: string) => sink,
      open: (name: unknown) => {
        if (name === "b" && member === "open") return hang();
        return {
          [Symbol.asyncDispose](): Promise<void> {
            log.push(`dispose ${name}`);
            return name === "b" ? hang() : Promise.resolve();
          },
        };
      },
    };
    const sinks = broadcast([scripted("a"), scripted("b")]);
    const result = await recorded([sinks], { sessions, bridge: true }, []);
    assertEquals(told(result), [member === "open" ? "sessions? b 0" : "sessions? - -"]);
    assertEquals(log, member === "open" ? ["dispose a"] : ["dispose b", "dispose a"]);
  });
}

Deno.test("hang: a session manager that opens after all is disposed", async () => {
  const { promise, resolve } = Promise.withResolvers<AsyncDisposable>();
  const sessions = { settings: () => "one", open: () => promise };
  const result = await recorded([scripted("a")], { sessions }, []);
  let disposed = false;
  resolve({ [Symbol.asyncDispose]: () => Promise.resolve(void (disposed = true)) });
  await settled();
  assertEquals([told(result), disposed], [["sessions? a 0"], true]);
});

Deno.test("hang: an async schema of a payload is given up with its sink and worker", async () => {
  const payload = { "~standard": { version: 1, vendor: "test", validate: hang } } as const;
  const a = { ...scripted("a"), payload };
  const result = await recorded([broadcast([scripted("b"), a])], {}, [1]);
  assertEquals(told(result), ["payload? a 0"]);
  assertEquals(closes(result), ["a0 close", "b0 close"]);
});
