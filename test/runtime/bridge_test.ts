import type { AsyncBridge } from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";
import { ManualClock, settled } from "../bridge/manual_clock.ts";
import { record, scripted } from "./support.ts";

/** A sink that hands each batch to its bridge by a function. */
function bridged(write: (bridge: AsyncBridge, items: readonly unknown[]) => void | Promise<void>) {
  return scripted("a", {
    build: (...args) => ({
      writeBatch: (items: readonly unknown[]) => write(args[3] as AsyncBridge, items),
      close() {},
    }),
  });
}

const fails = (): Promise<void> => Promise.reject(new Error("no connection"));

Deno.test("a task that nobody awaits is finished before the next call", async () => {
  const stored: unknown[] = [];
  const a = bridged((bridge, items) => {
    bridge.run(async () => {
      await settled();
      stored.push(...items);
    });
  });
  const { trace } = await record([1, 2], [a], { bridge: true, batchSize: 1 });
  assertEquals(stored, [1, 2]);
  const done = { started: "within", outcome: "fulfilled" } as const;
  assertEquals(trace.calls.map(({ tasks }) => tasks), [undefined, [done], [done], undefined]);
});

const unseen: Record<string, (bridge: AsyncBridge) => void | Promise<void>> = {
  "whose promise is dropped": (bridge) => void bridge.run(fails),
  "whose success alone is handled": (bridge) => void bridge.run(fails).then(() => {}),
  "that is awaited": (bridge) => bridge.run(fails),
  "that throws before it gives a promise": (bridge) =>
    void bridge.run(() => {
      throw new Error("no connection");
    }),
  "started by another task": (bridge) =>
    void bridge.run(async () => void bridge.run(await Promise.resolve(fails))),
};

for (const [how, write] of Object.entries(unseen)) {
  Deno.test(`a failed task ${how} fails the call`, async () => {
    const { lines, error } = await record([1], [bridged(write)], { bridge: true });
    assertEquals(lines, ["a0 build", "a0 write! 1", "a0 close"]);
    assertEquals(String(error?.cause), "Error: no connection");
  });
}

Deno.test("a failed task whose error the sink handles does not fail the call", async () => {
  const caught: unknown[] = [];
  const a = bridged((bridge) =>
    void bridge.run(fails).catch((error) => caught.push(error.message))
  );
  const { summary } = await record([1], [a], { bridge: true });
  assertEquals(caught, ["no connection"]);
  assertEquals(summary?.sinks[0]?.written, 1);
});

Deno.test("a call that throws is over only when its tasks are", async () => {
  const order: string[] = [];
  const a = scripted("a", {
    build: (...args) => ({
      writeBatch() {
        (args[3] as AsyncBridge).run(async () => {
          await settled();
          order.push("task");
        });
        throw new Error("half way");
      },
      close: () => void order.push("close"),
    }),
  });
  const { error } = await record([1], [a], { bridge: true });
  assertEquals(order, ["task", "close"]);
  assertEquals(String(error?.cause), "Error: half way");
});

Deno.test("the trace tells whether a task that ran out of time heeded its signal", async () => {
  const clock = new ManualClock();
  const heeding = (signal: AbortSignal) =>
    new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const deaf = () => new Promise<void>(() => {});
  const a = bridged((bridge, [item]) =>
    bridge.run(item === 1 ? heeding : deaf, { timeout: 10 }).catch(() => {})
  );
  const running = record([1, 2], [a], { bridge: true, batchSize: 1, clock, shutdownTimeout: 10 });
  await clock.advance(100);
  const { trace } = await running;
  const late = { started: "within", outcome: "rejected" } as const;
  assertEquals(trace.calls.flatMap(({ tasks = [] }) => tasks), [
    { ...late, aborted: "honoured" },
    { ...late, aborted: "ignored" },
  ]);
});

Deno.test("the bridge is shut down after the last close, and a partition cannot do it", async () => {
  const alive: boolean[] = [];
  let lent: AsyncBridge | undefined;
  const a = scripted("a", {
    build: (...args) => void (lent = args[3] as AsyncBridge),
    close: () => void alive.push(lent!.alive),
  });
  await record([1], [a], { bridge: true, workers: 2 });
  assertEquals(alive, [true, true]);
  assertEquals(lent?.alive, false);
  assert(lent !== undefined && !("shutdown" in lent) && Object.isFrozen(lent));
});

Deno.test("the bridge of the workers is one, their views are two", async () => {
  const views = new Set<unknown>();
  const a = scripted("a", { build: (...args) => void views.add(args[3]) });
  await record([], [a], { bridge: true, workers: 2 });
  assertEquals(views.size, 2);
});
