import { Bridge } from "../../src/bridge/bridge.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../assert.ts";
import { latch } from "../runtime/support.ts";
import { ManualClock, settled } from "./manual_clock.ts";

Deno.test("a timeout aborts the signal of the task, and the bridge stays usable", async () => {
  const clock = new ManualClock();
  const bridge = new Bridge(clock);
  let signal: AbortSignal | undefined;
  const late = bridge.run((given) => {
    signal = given;
    return new Promise(() => {});
  }, { timeout: 50 });
  const failure = assertRejects(() => late, DOMException);
  await clock.advance(49);
  assertEquals(signal?.aborted, false);
  await clock.advance(1);
  assertEquals([signal?.aborted, (await failure).name], [true, "TimeoutError"]);
  assertEquals(await bridge.run(() => Promise.resolve(7), { timeout: 50 }), 7);
  assertEquals(clock.pending, 0);
});

Deno.test("shutdown waits for work in flight, refuses new work, and may be called twice", async () => {
  const bridge = new Bridge(new ManualClock());
  const { opened, open } = latch();
  const work = bridge.run(() => opened);
  let down = false;
  const shutdown = bridge.shutdown(1_000).then(() => down = true);
  await settled();
  assertEquals([down, bridge.alive], [false, false]);
  const refused = await assertRejects(() => bridge.run(() => Promise.resolve()), Error);
  assertStringIncludes(refused.message, "it was shut down");
  open();
  await Promise.all([work, shutdown, bridge.shutdown(1_000)]);
});

Deno.test("shutdown waits no longer than it is given, then aborts what is left", async () => {
  const clock = new ManualClock();
  const bridge = new Bridge(clock);
  let signal: AbortSignal | undefined;
  bridge.run((given) => {
    signal = given;
    return new Promise(() => {});
  });
  const shutdown = bridge.shutdown(20);
  await clock.advance(20);
  await shutdown;
  assert(signal?.aborted);
});

Deno.test("what a task makes of its abort does not count: it is late", async () => {
  const clock = new ManualClock();
  const bridge = new Bridge(clock);
  const answers = {
    result: (signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())),
    error: (signal: AbortSignal) =>
      new Promise<void>((_, reject) =>
        signal.addEventListener("abort", () => reject(new Error("cancelled")))
      ),
  };
  for (const answer of Object.values(answers)) {
    const how: string[] = [];
    const late = bridge.run(answer, { timeout: 5, aborted: (it) => how.push(it) });
    const failure = assertRejects(() => late, DOMException, "must end within 5 ms");
    await clock.advance(5);
    await failure;
    assertEquals(how, ["ignored", "honoured"]);
  }
});

Deno.test("a task that ends later than a turn after its abort has ignored it", async () => {
  const clock = new ManualClock();
  const { opened, open } = latch();
  const how: string[] = [];
  const late = new Bridge(clock).run(() => opened, { timeout: 5, aborted: (it) => how.push(it) });
  const failure = assertRejects(() => late, DOMException);
  await clock.advance(5);
  await failure;
  open();
  await settled();
  assertEquals(how, ["ignored"]);
});
