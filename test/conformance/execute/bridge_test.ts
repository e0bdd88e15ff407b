import { systemClock } from "../../../src/bridge/clock.ts";
import { lendSessionManager, RecordingBridge } from "../../../conformance/execute/bridge.ts";
import { steady } from "../../../conformance/execute/pace.ts";
import { assert, assertEquals, assertRejects } from "../../assert.ts";

function bridgeOf(): RecordingBridge {
  return new RecordingBridge(() => {}, steady, systemClock);
}

Deno.test("a bridge gives the result of a task", async () => {
  const bridge = bridgeOf();
  assertEquals(await bridge.run(() => Promise.resolve(7)), 7);
  await bridge.drain();
  assertEquals(bridge.leave(), [{ started: "within", outcome: "fulfilled" }]);
});

Deno.test("a bridge gives the error of a task, and a call that saw it does not fail", async () => {
  const bridge = bridgeOf();
  await assertRejects(() => bridge.run(() => Promise.reject(new Error("full"))), Error, "full");
  await bridge.drain();
  assertEquals(bridge.leave(), [{ started: "within", outcome: "rejected" }]);
});

Deno.test("a bridge takes a task that throws at once for one that rejects", async () => {
  const throws = () => {
    throw new Error("at once");
  };
  await assertRejects(() => bridgeOf().run(throws), Error, "at once");
});

Deno.test("drain() throws the error that nobody looked at", async () => {
  const bridge = bridgeOf();
  bridge.run(() => Promise.reject(new Error("unseen")));
  await assertRejects(() => bridge.drain(), Error, "unseen");
});

Deno.test("drain() throws an unseen undefined too", async () => {
  const bridge = bridgeOf();
  bridge.run(() => Promise.reject(undefined));
  let thrown: unknown = "nothing";
  await bridge.drain().catch((error) => thrown = error);
  assertEquals(thrown, undefined);
});

Deno.test("an unseen error belongs to one call: the next one is clean", async () => {
  const bridge = bridgeOf();
  bridge.run(() => Promise.reject(new Error("first")));
  bridge.run(() => Promise.reject(new Error("second")));
  await assertRejects(() => bridge.drain(), Error, "first");
  bridge.leave();
  bridge.enter();
  await bridge.drain();
  assertEquals(bridge.leave(), undefined);
});

Deno.test("drain() awaits tasks that other tasks start", async () => {
  const bridge = bridgeOf();
  let done = false;
  bridge.run(async () => {
    await undefined;
    bridge.run(async () => {
      await undefined;
      done = true;
    });
  });
  await bridge.drain();
  assert(done);
});

Deno.test("a task that starts between two calls is recorded as after the first", async () => {
  const bridge = bridgeOf();
  bridge.leave();
  await bridge.run(() => Promise.resolve());
  bridge.enter();
  await bridge.drain();
  assertEquals(bridge.leave(), [{ started: "after", outcome: "fulfilled" }]);
});

Deno.test("a task still running when its call is done counts as unsettled", () => {
  const bridge = bridgeOf();
  bridge.run(() => new Promise(() => {}));
  assert(bridge.busy);
  assertEquals(bridge.leave(), [{ started: "within", outcome: "unsettled" }]);
});

Deno.test("a task in time is not aborted by its timeout", async () => {
  const bridge = bridgeOf();
  assertEquals(await bridge.run(() => Promise.resolve(1), { timeout: 60_000 }), 1);
  await bridge.drain();
  assertEquals(bridge.leave(), [{ started: "within", outcome: "fulfilled" }]);
});

Deno.test("expire() ends a task that honours its signal", async () => {
  const bridge = bridgeOf();
  const run = bridge.run(
    (signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    { timeout: 60_000 },
  );
  const message = "Cannot finish the bridge task as it must end within 60000 ms: it did not";
  const refused = assertRejects(() => run, Error, message);
  await bridge.expire();
  await refused;
  await bridge.drain();
  assertEquals(bridge.leave(), [{ started: "within", outcome: "rejected", aborted: "honoured" }]);
});

Deno.test("expire() ends the wait for a task that ignores its signal", async () => {
  const bridge = bridgeOf();
  const run = bridge.run(() => new Promise(() => {}), { timeout: 60_000 });
  const refused = assertRejects(() => run, Error, "it did not");
  await bridge.expire();
  await refused;
  await bridge.drain();
  assertEquals(bridge.leave(), [{ started: "within", outcome: "rejected", aborted: "ignored" }]);
});

Deno.test("a bridge stays usable after a timeout", async () => {
  const bridge = bridgeOf();
  await assertRejects(() => bridge.run(() => new Promise(() => {}), { timeout: 1 }), Error, "1 ms");
  assertEquals(await bridge.run(() => Promise.resolve(2)), 2);
});

Deno.test("a bridge records the owner's methods that are called on it", () => {
  const seized: string[] = [];
  const bridge = new RecordingBridge((method) => seized.push(method), steady, systemClock);
  for (const method of ["shutdown", "close", Symbol.asyncDispose]) {
    (bridge as unknown as Record<PropertyKey, () => void>)[method]!();
  }
  assertEquals(seized, ["bridge.shutdown", "bridge.close", "bridge.Symbol(Symbol.asyncDispose)"]);
});

Deno.test("a lent session manager works, but records its owner's methods and stays alive", () => {
  class Manager {
    #alive = true;
    session(): boolean {
      return this.#alive;
    }
    dispose(): void {
      this.#alive = false;
    }
  }
  const seized: string[] = [];
  const lent = lendSessionManager(new Manager(), (method) => seized.push(method)) as Manager;
  lent.dispose();
  assert(lent.session());
  assertEquals(seized, ["sessionManager.dispose"]);
});

Deno.test("lendSessionManager() lends what is no object as it is", () => {
  for (const manager of [undefined, null, "pool"]) {
    assertEquals(lendSessionManager(manager, () => {}), manager);
  }
});
