import { launchThread } from "../../src/bridge/launch_thread.ts";
import { assertEquals } from "../assert.ts";
import { echoModule, port } from "./programs/echo.ts";

/** The first thing that a thread says to a greeting. */
async function answerOf(module: string): Promise<unknown> {
  const thread = launchThread(module, "echo");
  try {
    return await new Promise((resolve, reject) => {
      thread.on("message", resolve).on("error", reject);
      thread.postMessage("hello");
    });
  } finally {
    await thread.terminate();
  }
}

Deno.test("launchThread() starts a module that has a port then, and none where it is imported", async () => {
  assertEquals(port, undefined);
  assertEquals(await answerOf(echoModule), `hello from ${echoModule}`);
});

Deno.test("launchThread() starts a module that was not loaded from a file", async () => {
  const code = `import { parentPort, workerData } from "node:worker_threads";
parentPort.on("message", () => parentPort.postMessage(workerData.module));`;
  const module = `data:text/javascript,${encodeURIComponent(code)}`;
  assertEquals(await answerOf(module), module);
});
