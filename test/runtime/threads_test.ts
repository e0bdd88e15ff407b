import { compile, run, RunError, type RunOptions, TraceRecorder } from "@watertight/sinks";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";
import { ManualClock } from "../bridge/manual_clock.ts";
import flow from "./programs/squares_flow.ts";
import { endless, latch, linesOf } from "./support.ts";

const module = new URL("./programs/squares_flow.ts", import.meta.url);

async function runInThreads(section: unknown, options: RunOptions = {}, source = flow.source) {
  const trace = new TraceRecorder();
  const plan = compile({ ...flow, source }, { streaming: { sinks: { squares: section } } });
  const result = await run(plan, { workers: 2, threads: { module }, trace, ...options })
    .catch((error) => error);
  if (result instanceof Error && !(result instanceof RunError)) throw result;
  return { result, lines: linesOf(trace).toSorted(), trace: trace.trace };
}

Deno.test("threads: steps and sinks run there, and the trace is the same as in one thread", async () => {
  const { result, lines } = await runInThreads({});
  assertEquals(lines, [
    ...["squares0 build", "squares0 close", "squares0 write 1 9"],
    ...["squares1 build", "squares1 close", "squares1 write 4 16"],
  ]);
  assertEquals(result.sinks, [{ name: "squares", written: 4, batches: 2 }]);
});

Deno.test("threads: a failed write closes its partition and the peers, and its error crosses over", async () => {
  const { result, lines } = await runInThreads({ failOn: 4 });
  assert(result instanceof RunError);
  assertStringIncludes(result.message, "it failed on worker 1 with Error: no room for 4");
  assertEquals(lines.filter((line) => line.includes("close")), [
    "squares0 close",
    "squares1 close",
  ]);
});

Deno.test("threads: each has a bridge and session managers of its own", async () => {
  const { result, trace } = await runInThreads({ session: true }, { bridge: true });
  assertEquals(result.sinks?.[0]?.written, 4);
  const writes = trace.calls.filter(({ call }) => call === "write");
  assertEquals(writes.map(({ tasks }) => tasks?.map(({ outcome }) => outcome)), [
    ["fulfilled"],
    ["fulfilled"],
  ]);
});

Deno.test("threads: a module without a flow fails the run with its name", async () => {
  const { result } = await runInThreads({}, {
    threads: { module: new URL("./support.ts", import.meta.url) },
  });
  assert(result instanceof RunError);
  assertEquals(result.phase, "thread");
  assertStringIncludes(result.message, "default export must be a flow");
});

Deno.test("threads: an event that cannot be cloned fails the run instead of being lost", async () => {
  const plan = compile({ ...flow, source: [() => {}] }, { streaming: { sinks: { squares: {} } } });
  const error = await run(plan, { threads: { module } }).catch((error) => error);
  assert(error instanceof RunError);
  assertEquals(error.phase, "thread");
});

Deno.test("threads: a module may be given by its path", async () => {
  const path = relative(Deno.cwd(), fileURLToPath(module));
  const { result } = await runInThreads({}, { threads: { module: path } });
  assertEquals(result.sinks?.[0]?.written, 4);
});

Deno.test("threads: a signal that is aborted beforehand starts none", async () => {
  const { result, lines } = await runInThreads({}, { signal: AbortSignal.abort() });
  assertEquals([result.interrupted, lines], [true, []]);
});

Deno.test("threads: an interrupt writes what was read and closes", async () => {
  const controller = new AbortController();
  const observer = {
    callStarted: ({ call }: { call: string }) => call === "write" && controller.abort(),
  };
  const options = { signal: controller.signal, observer, batchSize: 2 };
  const { result, lines } = await runInThreads({}, options, endless());
  assertEquals([result.interrupted, result.sinks[0].written], [true, result.read]);
  assertEquals(lines.filter((line) => line.includes("close")), [
    "squares0 close",
    "squares1 close",
  ]);
});

/** Gives the threads time between two events, so that one can die while nobody waits for it. */
async function* slowly(): AsyncGenerator<number> {
  for (let i = 1;; i++) {
    yield i;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const deaths = { "throws later": "out of the blue", exits: "the flow must not end it" };

for (const [fatal, cause] of Object.entries(deaths)) {
  Deno.test(`threads: one that ${fatal} fails the run with that, and its peer is closed`, async () => {
    const { result, lines } = await runInThreads({ fatal }, { linger: 5 }, slowly());
    assert(result instanceof RunError);
    assertEquals([result.phase, result.worker, result.failures.length], ["thread", 1, 1]);
    assertStringIncludes(String(result.cause), cause);
    assertEquals(lines.filter((line) => line.includes("close")), ["squares0 close"]);
  });
}

Deno.test("threads: one that dies while all are closed after a failure is kept as a failure too", async () => {
  const section = { failOn: 1, fatal: "throws in close" };
  const { result } = await runInThreads(section, { linger: 5 }, slowly());
  assert(result instanceof RunError);
  assertEquals(result.failures.map(({ phase, worker }) => [phase, worker]), [
    ["write", 0],
    ["thread", 1],
  ]);
});

Deno.test("threads: one whose close hangs is told, its peer is closed", async () => {
  const built = latch();
  let builds = 0;
  async function* source() {
    await built.opened;
    yield* [1, 2];
  }
  const observer = {
    callEnded: ({ call }: { call: string }) => call === "build" && ++builds === 2 && built.open(),
  };
  // The time of the run stands still: the thread gives up by a clock of its own.
  const options = { observer, clock: new ManualClock(), shutdownTimeout: 10 };
  const { result, lines } = await runInThreads({ fatal: "hangs in close" }, options, source());
  assert(result instanceof RunError);
  assertEquals(
    result.failures.map(({ phase, worker, sink, hung }) => [phase, worker, sink, hung]),
    [
      ["close", 1, "squares", true],
    ],
  );
  assertEquals(lines.filter((line) => line.includes("close")), [
    "squares0 close",
    "squares1 close?",
  ]);
});

Deno.test("threads: modules that never load do not hold a run that was interrupted", async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const options = {
    clock,
    shutdownTimeout: 1_000,
    signal: controller.signal,
    threads: { module: new URL("./programs/never_loads.ts", import.meta.url) },
  };
  const running = runInThreads({}, options);
  await clock.advance(10_000);
  controller.abort();
  await clock.advance(1_000);
  const { result, lines } = await running;
  assert(result instanceof RunError);
  assertEquals(result.failures.map(({ phase, worker, hung }) => [phase, worker, hung]), [
    ["thread", 0, true],
    ["thread", 1, true],
  ]);
  assertEquals(lines, []);
});

for (const call of ["step", "build", "write", "close"]) {
  Deno.test(`threads: one that loops for ever in a ${call} is given up, its peer is closed, the process ends`, async () => {
    const program = new URL("./programs/looping_flow.ts", import.meta.url).href;
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", program],
      env: { LOOP: call },
      signal: AbortSignal.timeout(60_000),
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    const { closed, failures } = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals(closed, [0]);
    assertEquals(failures.length, 1);
    const { phase, worker, sink, hung } = failures[0];
    const where = call === "step" ? ["thread", 1, undefined] : [call, 1, "nowhere"];
    assertEquals([phase, worker, sink, hung], [...where, true]);
  });
}

Deno.test("threads: permissions are passed down, no more and no less", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const program = new URL("./programs/permissions_flow.ts", import.meta.url);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--allow-read",
        `--allow-write=${directory}`,
        program.href,
        directory,
      ],
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    assertEquals(await Deno.readTextFile(`${directory}/1`), "b prompt");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
