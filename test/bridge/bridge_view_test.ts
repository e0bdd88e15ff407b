import type { AsyncBridge } from "@watertight/sinks";
import { Bridge } from "../../src/bridge/bridge.ts";
import { BridgeView } from "../../src/bridge/bridge_view.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";
import { ManualClock, settled } from "./manual_clock.ts";

const viewed = () => new BridgeView(new Bridge(new ManualClock()));
const fails = (message = "full"): Promise<void> => Promise.reject(new Error(message));

Deno.test("a view is idle but while a task is in flight", async () => {
  const view = viewed();
  assert(view.idle);
  view.lent.run(settled);
  assert(!view.idle);
  await view.settle();
  assert(view.idle);
});

Deno.test("a view tells the tasks within a call from those after it", async () => {
  const view = viewed();
  view.enterCall();
  view.lent.run(settled);
  await view.settle();
  assertEquals(view.leaveCall(), [{ started: "within", outcome: "fulfilled" }]);
  view.lent.run(settled);
  view.enterCall();
  assertEquals(view.leaveCall(), [{ started: "after", outcome: "unsettled" }]);
  await view.settle();
  assertEquals(view.leaveCall(), []);
});

const unhandled: Record<string, (bridge: AsyncBridge) => unknown> = {
  "dropped": (bridge) => bridge.run(() => fails()),
  "derived and dropped": (bridge) => bridge.run(() => fails()).then(() => 1),
  "derived twice and dropped": (bridge) => bridge.run(() => fails()).finally(() => 1).then(() => 1),
  "thrown by a handler": (bridge) => bridge.run(() => Promise.resolve()).then(() => fails()),
  "thrown by the handler of an error": (bridge) =>
    bridge.run(() => fails("first")).catch(() => fails()),
};

for (const [how, use] of Object.entries(unhandled)) {
  Deno.test(`settle() throws an error whose promise is ${how}`, async () => {
    const view = viewed();
    use(view.lent);
    await assertRejects(() => view.settle(), Error, "full");
    await view.settle();
    assert(view.idle, "the error was thrown twice");
  });
}

Deno.test("settle() throws the first of several errors, and forgets the others", async () => {
  const view = viewed();
  view.lent.run(() => fails("first"));
  view.lent.run(() => fails("second"));
  await assertRejects(() => view.settle(), Error, "first");
  await view.settle();
});

Deno.test("an error that is handled after its promise rejected, within the call, is handled", async () => {
  const view = viewed();
  const call = async () => {
    const tasks = [view.lent.run(() => settled()), view.lent.run(() => fails())];
    const caught: unknown[] = [];
    for (const task of tasks) await task.catch((error) => caught.push(error));
    return caught.length;
  };
  assertEquals(await call(), 1);
  await view.settle();
});
