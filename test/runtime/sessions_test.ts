import {
  type AsyncBridge,
  broadcast,
  compile,
  run,
  RunError,
  type SessionProvider,
} from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";
import { settled } from "../bridge/manual_clock.ts";
import { scripted } from "./support.ts";

/** Logs what happens to managers and partitions. */
function setting(dispose: () => void | Promise<void> = () => {}) {
  const log: string[] = [];
  const managers: unknown[] = [];
  const sessions: SessionProvider = {
    settings: (_, config) => (config as { database?: unknown }).database,
    async open(settings) {
      log.push(`open ${JSON.stringify(settings)}`);
      await settled();
      return {
        async [Symbol.asyncDispose]() {
          await dispose();
          log.push(`dispose ${JSON.stringify(settings)}`);
        },
      };
    },
  };
  const sink = (name: string) =>
    scripted(name, {
      build: (...args) => void managers.push(args[4]),
      close: () => void log.push(`close ${name}`),
    });
  const process = [broadcast([sink("a"), sink("b"), sink("c")])];
  const config = {
    streaming: {
      sinks: {
        a: { database: { host: "one", port: 1 } },
        b: { database: { port: 1, host: "one" } },
        c: {},
      },
    },
  };
  return { log, managers, sessions, plan: compile({ name: "s", source: [1], process }, config) };
}

Deno.test("sinks with equal settings share one manager, opened once under concurrency", async () => {
  const { log, managers, sessions, plan } = setting();
  await run(plan, { workers: 3, sessions });
  assertEquals(log.filter((line) => line.startsWith("open")), ['open {"host":"one","port":1}']);
  const given = managers.filter((manager) => manager !== undefined);
  assertEquals([given.length, new Set(given).size], [6, 1]);
});

Deno.test("a manager is disposed once, after every partition is closed", async () => {
  const { log, sessions, plan } = setting();
  await run(plan, { workers: 2, sessions });
  assertEquals(log.filter((line) => line.startsWith("close")).length, 6);
  assertEquals(log.filter((line) => line.startsWith("dispose")).length, 1);
  assert(log.at(-1)?.startsWith("dispose"));
});

Deno.test("a manager that cannot be opened fails the run, and what was built is closed", async () => {
  const { log, sessions, plan } = setting();
  const open = () => Promise.reject(new Error("no route to host"));
  const error = await run(plan, { sessions: { ...sessions, open } }).catch((error) => error);
  assert(error instanceof RunError);
  assertEquals([error.phase, error.sink, String(error.cause)], [
    "sessions",
    "a",
    "Error: no route to host",
  ]);
  assertEquals(log, []);
});

Deno.test("a manager that cannot be disposed fails the run after everything is closed", async () => {
  const { log, sessions, plan } = setting(() => Promise.reject(new Error("still busy")));
  const error = await run(plan, { sessions }).catch((error) => error);
  assert(error instanceof RunError);
  assertEquals([error.phase, String(error.cause)], ["sessions", "Error: still busy"]);
  assertEquals(log.filter((line) => line.startsWith("close")).length, 3);
});

Deno.test("managers are disposed in reverse, each also when another fails, and before the bridge", async () => {
  const { log, plan } = setting();
  let alive: AsyncBridge | undefined;
  const sessions: SessionProvider = {
    settings: (sink) => sink,
    open: (sink) => ({
      [Symbol.dispose]() {
        log.push(`dispose ${sink}, bridge ${alive?.alive}`);
        throw new SuppressedError(new Error("still busy"), undefined, `${sink} is`);
      },
    }),
  };
  const observed = {
    ...plan,
    sinks: plan.sinks.map((sink) => ({
      ...sink,
      node: scripted(sink.name, { build: (...args) => void (alive = args[3] as AsyncBridge) }),
    })),
  };
  const error = await run(observed, { sessions, bridge: true }).catch((error) => error);
  assert(error instanceof RunError);
  assertEquals(log, ["c", "b", "a"].map((sink) => `dispose ${sink}, bridge true`));
  assertEquals(error.failures.map(({ error }) => String(error)), [
    "SuppressedError: c is",
    "SuppressedError: b is",
    "SuppressedError: a is",
  ]);
  assertEquals(alive?.alive, false);
});
