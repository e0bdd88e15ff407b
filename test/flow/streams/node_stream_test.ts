import { PassThrough, Writable } from "node:stream";
import { intoSink, payload, type SinkPartition } from "@watertight/sinks";
import { assert, assertRejects } from "../../assert.ts";

const build = async (stream: Writable): Promise<SinkPartition<string>> =>
  await intoSink({ payload: payload<string>(), name: "texts", open: () => stream })
    .buildPartition({}, 0, 1);
const write = (partition: SinkPartition<string>, ...items: string[]) => async () =>
  await partition.writeBatch(items);

Deno.test("a write to a stream of Node is done when the stream says so", async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<() => void>();
  const stream = new Writable({ write: (_chunk, _encoding, done) => ask(done) });
  const partition = await build(stream);
  let written = false;
  const writing = write(partition, "a")().then(() => void (written = true));
  const done = await asked;
  assert(!written);
  done();
  await writing;
  await partition.close();
  assert(stream.closed);
});

Deno.test("a stream of Node that fails between two calls fails the next one, and nothing else", async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  const partition = await build(stream);
  stream.destroy(new Error("reset"));
  await assertRejects(write(partition, "a"), Error, "reset");
  await partition.close();
});

Deno.test("a stream of Node is destroyed when a write to it fails", async () => {
  const stream = new Writable({
    autoDestroy: false,
    write: (_chunk, _encoding, done) => done(new Error("full")),
  });
  const partition = await build(stream);
  await assertRejects(write(partition, "a"), Error, "full");
  await partition.close();
  assert(stream.destroyed);
});

Deno.test("a duplex of Node is closed though nobody reads it", async () => {
  const partition = await build(new PassThrough());
  await partition.writeBatch(["a"]);
  await partition.close();
});
