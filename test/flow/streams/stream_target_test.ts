import { intoSink, payload, type Pipeline, type SinkPartition } from "@watertight/sinks";
import { assert, assertEquals, assertRejects } from "../../assert.ts";

const common = { payload: payload<string>(), name: "texts" };
type Target = WritableStream<string> | Pipeline<string>;
const build = async (target: Target): Promise<SinkPartition<string>> =>
  await intoSink({ ...common, open: () => target }).buildPartition({}, 0, 1);
const write = (partition: SinkPartition<string>, ...items: string[]) => async () =>
  await partition.writeBatch(items);
const close = (partition: SinkPartition<string>) => async () => await partition.close();

Deno.test("events are written one chunk each, and only when the stream is ready", async () => {
  const chunks: string[] = [];
  let taking = 0;
  const stream = new WritableStream<string>({
    async write(chunk) {
      taking++;
      await undefined;
      chunks.push(`${chunk}${taking--}`);
    },
  });
  const partition = await build(stream);
  await partition.writeBatch(["a", "b", "c"]);
  assertEquals(chunks, ["a1", "b1", "c1"]);
});

Deno.test("a batch is encoded into one chunk, before any of it is written", async () => {
  const chunks: string[] = [];
  let closed = false;
  const stream = new WritableStream<Uint8Array>({
    write: (chunk) => void chunks.push(new TextDecoder().decode(chunk)),
    close: () => void (closed = true),
  });
  const encode = (text: string) => text === "" ? new Uint8Array([65]) : `${text};`;
  const sink = intoSink({ ...common, encode, open: () => stream });
  const partition = await sink.buildPartition({}, 0, 1);
  await partition.writeBatch(["á", "", "b"]);
  await assertRejects(write(partition, "c", "\ud800"), TypeError, "it has a lone surrogate");
  await partition.close();
  assertEquals(chunks, ["á;Ab;"]);
  assert(closed, "what earlier writes accepted is flushed");
});

Deno.test("a close throws what failed the stream between two calls", async () => {
  const lost = new Error("lost");
  let fail = () => {};
  const stream = new WritableStream<string>({
    start: (controller) => void (fail = () => controller.error(lost)),
  });
  const partition = await build(stream);
  await partition.writeBatch(["a"]);
  fail();
  assertEquals(await assertRejects(close(partition), Error), lost);
  assertEquals(await assertRejects(close(partition), Error), lost);
});

Deno.test("the close of a pipeline waits for its end", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let ended = false;
  const finished = promise.then(() => void (ended = true));
  const partition = await build({
    writable: new WritableStream({ close: () => resolve() }),
    finished,
  });
  await partition.close();
  assert(ended);
});

Deno.test("a pipeline whose end fails fails the write that waits for it", async () => {
  const { writable } = new TransformStream<string, string>();
  const { promise: finished, reject } = Promise.withResolvers<void>();
  const partition = await build({ writable, finished });
  const waiting = write(partition, "a", "b")();
  reject(new Error("503"));
  await assertRejects(() => waiting, Error, "503");
  await partition.close();
});

Deno.test("a pipeline whose end fails at the close fails the close", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const finished = promise.then(() => Promise.reject(new Error("503")));
  const partition = await build({
    writable: new WritableStream({ close: () => resolve() }),
    finished,
  });
  await assertRejects(close(partition), Error, "503");
  await assertRejects(close(partition), Error, "503");
});

Deno.test("a pipeline that ends before it is closed fails what is written to it", async () => {
  const partition = await build({ writable: new WritableStream(), finished: Promise.resolve() });
  await assertRejects(write(partition, "a"), Error, "it has ended before");
});

Deno.test("a stream that hangs fails a write and a close in time, and is aborted", async () => {
  let signal: AbortSignal | undefined;
  const stream = new WritableStream<string>({
    start: (controller) => void (signal = controller.signal),
    write: () => new Promise(() => {}),
  });
  const sink = intoSink({ ...common, timeout: 5, open: () => stream });
  const partition = await sink.buildPartition({}, 0, 1);
  await assertRejects(write(partition, "a"), Error, "it must take at most 5 ms");
  await partition.close();
  assert(signal?.aborted);
});

Deno.test("a close that hangs fails in time when nothing has failed before", async () => {
  const stream = new WritableStream<string>({ close: () => new Promise(() => {}) });
  const sink = intoSink({ ...common, timeout: 5, open: () => stream });
  const partition = await sink.buildPartition({}, 0, 1);
  await assertRejects(close(partition), Error, "Cannot close as it must take at most 5 ms");
});
