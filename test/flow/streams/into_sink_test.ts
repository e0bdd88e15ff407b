import { type BatchWriter, intoSink, isIntoSink, payload } from "@watertight/sinks";
import { object, string } from "valibot";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";

const common = { payload: payload<number>(), name: "numbers" };
const build = (writer: BatchWriter<number>) =>
  intoSink({ ...common, open: () => writer }).buildPartition({}, 0, 1);

Deno.test("intoSink() gives a frozen sink", () => {
  const sink = intoSink({ ...common, open: () => () => {} });
  assert(isIntoSink(sink) && Object.isFrozen(sink) && sink.routerBranchSafe);
});

const refusals: Readonly<Record<string, readonly [object, string]>> = {
  "an empty name": [{ name: "" }, 'name must be a non-empty string: it is ""'],
  "no payload": [{ payload: undefined }, "payload must be a class or a Standard Schema"],
  "no open": [{ open: undefined }, "open must be a function: it is undefined"],
  "an encode that is none": [{ encode: "utf8" }, 'encode must be a function: it is "utf8"'],
  "a config that is none": [{ config: {} }, "config must be a Standard Schema or a function"],
  "a timeout of nothing": [{ timeout: 0 }, "timeout must be a positive number of milliseconds"],
};

for (const [what, [options, message]] of Object.entries(refusals)) {
  Deno.test(`intoSink() refuses ${what}`, () => {
    const make = () => intoSink({ ...common, open: () => () => {}, ...options });
    assertThrows(make, TypeError, `Cannot make a sink as ${message}`);
  });
}

const targets: Readonly<Record<string, unknown>> = {
  "nothing": undefined,
  "a text": "numbers.txt",
  "a pair of streams without an end": new TransformStream(),
};

for (const [what, target] of Object.entries(targets)) {
  Deno.test(`a build refuses ${what} from open`, async () => {
    const sink = intoSink({ ...common, open: () => target as () => void });
    const message = "Cannot build the partition as open must give a writable stream";
    await assertRejects(async () => await sink.buildPartition({}, 0, 1), TypeError, message);
  });
}

Deno.test("a build refuses a stream that another partition has", async () => {
  const stream = new WritableStream<number>();
  const sink = intoSink({ ...common, open: () => stream });
  await sink.buildPartition({}, 0, 2);
  const again = async () => await sink.buildPartition({}, 1, 2);
  await assertRejects(again, TypeError, "open must give a stream of its own");
});

Deno.test("a build refuses a function from open where events are encoded", async () => {
  const options = { ...common, encode: String, open: () => () => {} };
  const sink = intoSink(options as unknown as Parameters<typeof intoSink<number>>[0]);
  await assertRejects(async () => await sink.buildPartition({}, 0, 1), TypeError, "an encode");
});

Deno.test("a section that its schema refuses fails the build, and open is not called", async () => {
  const config = object({ table: string() });
  const open = () => {
    throw new Error("called");
  };
  const sink = intoSink({ ...common, config, open });
  const refused = async () => await sink.buildPartition({ table: 7 }, 0, 1);
  await assertRejects(refused, TypeError, "config must be valid: Invalid type");
  await assertRejects(refused, TypeError, "at table");
});

Deno.test("open gets the section as its check gives it, and the other arguments of the build", async () => {
  const given: unknown[] = [];
  const sink = intoSink({
    ...common,
    config: (section) => Number(section),
    open: (...args) => {
      given.push(...args);
      return () => {};
    },
  });
  await sink.buildPartition("7", 1, 2, undefined, "sessions");
  assertEquals(given, [7, 1, 2, undefined, "sessions"]);
});

Deno.test("a function gets an array of its own, and never an empty one", async () => {
  const batches: (readonly number[])[] = [];
  const partition = await build({ writeBatch: (batch) => void batches.push(batch) });
  const items = [1, 2];
  await partition.writeBatch(items);
  items.length = 0;
  await partition.writeBatch(items);
  assertEquals(batches, [[1, 2]]);
});

Deno.test("close is called once, with what failed, and what it throws then is dropped", async () => {
  const failures: unknown[] = [];
  const lost = new Error("lost");
  const partition = await build({
    writeBatch: () => Promise.reject(lost),
    close(failure) {
      failures.push(failure);
      throw new Error("not flushed");
    },
  });
  assertEquals(await assertRejects(async () => await partition.writeBatch([1]), Error), lost);
  const message = "Cannot write as the partition must be open: it is failed";
  await assertRejects(async () => await partition.writeBatch([1]), Error, message);
  await partition.close();
  await partition.close();
  assertEquals(failures, [lost]);
});

Deno.test("a close that failed fails again the same, and a write after it throws", async () => {
  let closes = 0;
  const partition = await build({
    writeBatch: () => {},
    close: () => Promise.reject(new Error(`not flushed, ${++closes}`)),
  });
  await assertRejects(async () => await partition.close(), Error, "not flushed, 1");
  await assertRejects(async () => await partition.close(), Error, "not flushed, 1");
  const message = "Cannot write as the partition must be open: it is closed";
  await assertRejects(async () => await partition.writeBatch([1]), Error, message);
});

Deno.test("what is thrown and no Error becomes the cause of one", async () => {
  const partition = await build({ writeBatch: () => Promise.reject("oops") });
  const error = await assertRejects(async () => await partition.writeBatch([1]), Error, '"oops"');
  assertEquals(error.cause, "oops");
});
