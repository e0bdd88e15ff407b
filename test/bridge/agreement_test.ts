// The bridge of the runtime and that of the suite are one: what a sink does with it comes to the same in both.
import { systemClock } from "../../src/bridge/clock.ts";
import type { AsyncBridge, Call } from "@watertight/sinks";
import { RecordingBridge } from "../../conformance/execute/bridge.ts";
import { steady } from "../../conformance/execute/pace.ts";
import { assertEquals } from "../assert.ts";
import { record, scripted } from "../runtime/support.ts";
import { settled } from "./manual_clock.ts";

type Write = (bridge: AsyncBridge) => unknown;

/** What came of one write: the error that failed it, and its tasks. */
interface Written {
  readonly error: string | undefined;
  readonly tasks: Call["tasks"];
}

async function byRuntime(write: Write): Promise<Written> {
  const a = scripted("a", {
    build: (...args) => ({
      writeBatch: () => write(args[3] as AsyncBridge),
      close() {},
    }),
  });
  const { trace, error } = await record([1], [a], { bridge: true, shutdownTimeout: 1_000 });
  return { error: error && String(error.cause), tasks: trace.calls[1]?.tasks };
}

async function bySuite(write: Write): Promise<Written> {
  const bridge = new RecordingBridge(() => {}, steady, systemClock);
  let error: string | undefined;
  const failed = (thrown: unknown) => void (error ??= String(thrown));
  try {
    await write(bridge);
  } catch (thrown) {
    failed(thrown);
  }
  await bridge.drain().catch(failed);
  return { error, tasks: bridge.leave() };
}

const full = (): Promise<number> => Promise.reject(new Error("full"));
const stored = (): Promise<number> => Promise.resolve(2);
const deaf = (): Promise<void> => new Promise(() => {});
const heeding = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

const fulfilled = { started: "within", outcome: "fulfilled" } as const;
const rejected = { started: "within", outcome: "rejected" } as const;
const error = "Error: full";
const late = "TimeoutError: Cannot finish the bridge task as it must end within 1 ms: it did not";

const uses: Record<string, readonly [Write, Written]> = {
  "void bridge.run(t)": [(it) => void it.run(stored), { error: undefined, tasks: [fulfilled] }],
  "void bridge.run(t), and t rejects": [(it) => void it.run(full), { error, tasks: [rejected] }],
  "void bridge.run(t).then(count), and t rejects": [
    (it) => void it.run(full).then((count) => count + 1),
    { error, tasks: [rejected] },
  ],
  "void bridge.run(t).then(count), and count throws": [
    (it) => void it.run(stored).then(full),
    { error, tasks: [fulfilled] },
  ],
  "void bridge.run(t).catch(handle)": [
    (it) => void it.run(full).catch(() => {}),
    { error: undefined, tasks: [rejected] },
  ],
  "await bridge.run(t), and t rejects": [
    async (it) => void await it.run(full),
    { error, tasks: [rejected] },
  ],
  "two tasks, each awaited in its turn": [
    async (it) => {
      const tasks = [it.run(settled), it.run(full)];
      for (const task of tasks) await task.catch(() => {});
    },
    { error: undefined, tasks: [fulfilled, rejected] },
  ],
  "a task that starts another": [
    (it) => void it.run(async () => void it.run(await settled().then(() => full))),
    { error, tasks: [fulfilled, rejected] },
  ],
  "a task out of time that honours its signal": [
    (it) => it.run(heeding, { timeout: 1 }),
    { error: late, tasks: [{ ...rejected, aborted: "honoured" }] },
  ],
  "a task out of time that ignores its signal": [
    (it) => it.run(deaf, { timeout: 1 }),
    { error: late, tasks: [{ ...rejected, aborted: "ignored" }] },
  ],
};

for (const [use, [write, expected]] of Object.entries(uses)) {
  Deno.test(`runtime and suite agree on ${use}`, async () => {
    assertEquals({ runtime: await byRuntime(write), suite: await bySuite(write) }, {
      runtime: expected,
      suite: expected,
    });
  });
}
