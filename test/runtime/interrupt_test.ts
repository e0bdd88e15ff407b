import type { RunSummary } from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";
import { settled } from "../bridge/manual_clock.ts";
import { endless, latch, record, type Recording, type Script, scripted } from "./support.ts";

function start(directory: string, kind: string): Deno.ChildProcess {
  const program = new URL("./programs/interrupted.ts", import.meta.url).href;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", program, directory, kind],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

/** Interrupts a program once it says that it is running; gives its summary and what it stored. */
async function interrupted(kind: string) {
  const directory = await Deno.makeTempDir();
  const child = start(directory, kind);
  let output = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (output === "" && text !== "") child.kill("SIGINT");
    output += text;
  }
  const { success } = await child.status;
  const stored = [0, 1].map((worker) => Deno.readTextFileSync(`${directory}/${worker}`).trim());
  await Deno.remove(directory, { recursive: true });
  assert(success, output);
  const summary: RunSummary = JSON.parse(output.split("\n")[1] ?? "");
  return { summary, stored: stored.flatMap((text) => text.split("\n")).map(Number) };
}

Deno.test("SIGINT in the middle of a busy sync source: everything read is stored once, nothing else", async () => {
  const { summary, stored } = await interrupted("busy");
  assertEquals(summary.interrupted, true);
  assertEquals(summary.sinks[0]?.written, summary.read);
  assertEquals(stored.toSorted((a, b) => a - b), Array.from({ length: summary.read }, (_, i) => i));
});

Deno.test("SIGINT while the source is silent: the run does not wait for the next event", async () => {
  const { summary, stored } = await interrupted("silent");
  assertEquals([summary.interrupted, summary.read, stored.length], [true, 150, 150]);
});

Deno.test("a second SIGINT ends the process, so a close that hangs cannot hold it", async () => {
  const directory = await Deno.makeTempDir();
  const child = start(directory, "hung");
  let told = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (!told.includes("running") || !told.includes("closing")) child.kill("SIGINT");
    told += text;
  }
  assertEquals((await child.status).signal, "SIGINT");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a signal that is aborted beforehand builds nothing and reads nothing", async () => {
  const { lines, summary } = await record([1], [scripted("a")], { signal: AbortSignal.abort() });
  assertEquals(lines, []);
  assertEquals([summary?.interrupted, summary?.read], [true, 0]);
});

/** Interrupts two workers while a call of one of them is stuck, then lets it go on. */
async function interruptedWhile(stuck: (opened: Promise<void>) => Script): Promise<Recording> {
  const controller = new AbortController();
  const { opened, open } = latch();
  const options = { workers: 2, batchSize: 1, signal: controller.signal };
  const running = record(endless(), [scripted("a", stuck(opened))], options);
  await settled();
  controller.abort();
  await settled();
  open();
  return running;
}

Deno.test("an interrupt while a worker builds: it ends its build, writes what was read and closes", async () => {
  const { lines, summary } = await interruptedWhile((opened) => ({
    build: (_, worker) => worker === 1 ? opened : undefined,
  }));
  assertEquals(lines.slice(0, 2), ["a0 build", "a1 build"]);
  assertEquals(lines.filter((line) => line.includes("close")), ["a0 close", "a1 close"]);
  assertEquals(summary?.sinks[0]?.written, summary?.read);
});

Deno.test("an interrupt during a write that hangs: the others close, it is awaited and closed last", async () => {
  const { lines, summary } = await interruptedWhile((opened) => ({
    write: (_, worker) => worker === 0 ? opened : undefined,
  }));
  const calls = ["a0 write 1", "a1 write 2", "a1 close", "a0 write 3", "a0 close"];
  assertEquals(lines.slice(2), calls);
  assertEquals(summary?.sinks[0]?.written, summary?.read);
});

Deno.test("an interrupt lets the source release what it holds", async () => {
  const controller = new AbortController();
  let released = false;
  async function* source() {
    try {
      yield* endless();
    } finally {
      released = true;
    }
  }
  const a = scripted("a", { write: () => controller.abort() });
  await record(source(), [a], { signal: controller.signal });
  assert(released);
});

Deno.test("a source that answers the interrupt with an error does not fail the run", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  async function* source() {
    yield 1;
    queueMicrotask(() => controller.abort());
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }
  const { lines, summary } = await record(source(), [scripted("a")], { signal });
  assertEquals(lines, ["a0 build", "a0 write 1", "a0 close"]);
  assertEquals(summary?.interrupted, true);
});
