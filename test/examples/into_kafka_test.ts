import { Buffer } from "node:buffer";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { IntoSink } from "@watertight/sinks";
import { IntoKafka } from "../../examples/into_kafka/into_kafka.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../assert.ts";
import { type BadValues, testBadConfigs } from "./bad_configs.ts";
import { cuttingWay } from "./cutting_way.ts";
import { TestKafka } from "./kafka_topic.ts";
import { assertNothingLost, untilStopped, watchedRun, withoutServices } from "./outage.ts";

class Note {
  constructor(readonly id: number, readonly text: string) {}
}

const note = (id: number) => new Note(id, `note ${id}`);
const notes = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => note(from + index));

const options = { payload: Note, name: "notes", encode: (it: Note) => JSON.stringify(it) };
const intoNotes = new IntoKafka(options);
const byThird = new IntoKafka({ ...options, key: ({ id }) => `third ${id % 3}` });

const badValues: BadValues = {
  brokers: [undefined, 7, "", "a", "a:b", "a:9092,", "a:9092 b:9092", "kafka://a:9092", "::1:9092"],
  topic: [undefined, "", 7, ".", "..", "a b", "a/b", "ä", "x".repeat(250)],
  gzip: [1, "yes", {}],
  chunk_size: [0, -1, 1.5, NaN, "", "many", "1e3", true, {}],
  chunk_bytes: [0, "1 MB", 2 ** 31],
  tls: ["on", 1],
  sasl: ["gssapi", "PLAIN", "", 7],
  username: ["shop"],
  password: ["secret"],
  timeout_ms: [0, "0", "5s", 2 ** 31, []],
  attempts: [0, 101, "twice"],
  url: ["kafka://127.0.0.1:9092"],
};

testBadConfigs("IntoKafka", intoNotes, { brokers: "127.0.0.1:1", topic: "notes" }, badValues);

Deno.test("IntoKafka tells no password of bad brokers, nor a bad one", async () => {
  const sasl = { brokers: "127.0.0.1:1", topic: "notes", sasl: "plain", username: "shop" };
  for (
    const [config, says] of [
      [{ ...sasl, brokers: "kafka://shop:secret@127.0.0.1:9092" }, "brokers must be hosts and"],
      [{ ...sasl, password: ["secret"] }, "password must be a text"],
    ] as const
  ) {
    const error = await assertRejects(() => build(config), TypeError, says);
    assert(!String(error).includes("secret"), String(error));
  }
});

Deno.test("IntoKafka says that nobody listens at its brokers", async () => {
  await assertRejects(
    () => build({ brokers: "127.0.0.1:1", topic: "notes", attempts: 2 }),
    Error,
    "Cannot build the partition as brokers must lead to Kafka: Connection error: connect ECONNREFUSED",
  );
});

Deno.test("IntoKafka gives up in time on what takes connections and says nothing", async () => {
  const greeted: Buffer[] = [];
  const server = createServer((socket) =>
    socket.on("data", (data) => greeted.push(Buffer.from(data)))
  );
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as { port: number };
  const route = () => ({ host: "127.0.0.1", port });
  const config = { brokers: "kafka.test:9092", topic: "notes", timeout_ms: 300 };
  for (const tls of [false, true]) {
    await assertRejects(
      () => build({ ...config, tls }, new IntoKafka({ ...options, route })),
      Error,
      "brokers must lead to Kafka: ",
    );
    // The first byte of TLS, and the name of the broker where it says it is.
    const bytes = Buffer.concat(greeted.splice(0));
    assertEquals(bytes[0] === 0x16 && bytes.includes("kafka.test"), tls);
  }
  // No connection is left open.
  await new Promise<void>((closed) => server.close(() => closed()));
});

async function build(config: unknown, sink: IntoSink<Note> = intoNotes, worker = 0) {
  return await sink.buildPartition(config, worker, 1);
}

/** A test that needs a broker of its own. */
function tested(name: string, test: (kafka: TestKafka) => Promise<void>): void {
  Deno.test({
    name,
    ignore: withoutServices,
    async fn() {
      await using kafka = await TestKafka.start();
      await test(kafka);
    },
  });
}

/** The notes of a topic: partition after partition, each in its order. */
async function stored(kafka: TestKafka, topic: string): Promise<Note[]> {
  return (await kafka.kept(topic)).map(({ value }) => {
    const { id, text } = JSON.parse(String(value));
    return new Note(id, text);
  });
}

tested("IntoKafka keeps what it sends where, as and only if it can", async (kafka) => {
  const { brokers } = kafka;
  const write = async (sink: IntoSink<Note>, config: object, batch: Note[], worker = 0) => {
    const partition = await build({ brokers, ...config }, sink, worker);
    try {
      await partition.writeBatch(batch);
    } finally {
      await partition.close();
    }
  };

  // It makes no topic, though the broker would.
  await assertRejects(() => build({ brokers, topic: "missing" }), Error, "topic must be there: ");
  await assertRejects(() => build({ brokers, topic: "missing" }), Error, "topic must be there: ");

  // A partition a worker, in order.
  await kafka.make("workers", 4);
  for (const worker of [5, 0]) await write(intoNotes, { topic: "workers" }, notes(0, 3), worker);
  const places = (await kafka.kept("workers")).map(({ partition, key }) => [partition, key]);
  assertEquals(places, [0, 0, 0, 1, 1, 1].map((partition) => [partition, null]));

  // A partition a key, the one that Java's client takes; the notes of a key are in order.
  await kafka.make("keys", 4);
  await write(byThird, { topic: "keys", chunk_size: 2, gzip: true }, notes(0, 30), 0);
  await write(byThird, { topic: "keys", chunk_size: 2 }, notes(30, 60), 1);
  const keyed = Map.groupBy(await kafka.kept("keys"), ({ key }) => String(key));
  for (let third = 0; third < 3; third++) {
    const own = keyed.get(`third ${third}`)!;
    assertEquals(new Set(own.map(({ partition }) => partition)).size, 1);
    assertEquals(
      own.map(({ value }) => JSON.parse(String(value)).id),
      Array.from({ length: 20 }, (_, index) => 3 * index + third),
    );
  }

  // Bytes that are used again are copied; an empty key and an empty value are something.
  await kafka.make("bytes", 1);
  const buffer = Buffer.alloc(40);
  const encode = ({ id }: Note) => buffer.fill(" ").subarray(0, buffer.write("x".repeat(id)));
  await write(
    new IntoKafka({ ...options, encode, key: encode }),
    { topic: "bytes" },
    notes(0, 3),
  );
  assertEquals(
    (await kafka.kept("bytes")).map(({ key, value }) => [String(key), String(value)]),
    [["", ""], ["x", "x"], ["xx", "xx"]],
  );

  // What cannot be kept is refused with all of its batch.
  await kafka.make("refused", 1);
  for (
    const [says, wrong] of [
      ["encode must give bytes, or a text without lone surrogates", { encode: () => "\ud800" }],
      ["key must give bytes, or a text without lone surrogates", { key: () => 7 as never }],
      ["a message must have at most 500 bytes: it is 532", { encode: () => "x".repeat(500) }],
    ] as const
  ) {
    const sink = new IntoKafka({ ...options, ...wrong });
    const config = { topic: "refused", chunk_size: 1, chunk_bytes: 500 };
    await assertRejects(() => write(sink, config, notes(0, 2)), TypeError, says);
  }
  assertEquals(await kafka.kept("refused"), []);

  // Chunks are no larger than they may be, whatever they are made of; beyond that the broker refuses.
  await kafka.make("small", 1, { "max.message.bytes": "2000" });
  for (const length of [0, 1, 50, 100, 1900]) {
    const sink = new IntoKafka({ ...options, encode: () => "x".repeat(length), key: () => "k" });
    await write(sink, { topic: "small", chunk_bytes: 2000 - 61 }, notes(0, 200));
  }
  assertEquals((await kafka.kept("small")).length, 1000);
  await assertRejects(
    () => write(intoNotes, { topic: "small" }, notes(0, 200)),
    Error,
    "Cannot write as Kafka must acknowledge each message: The request included a message larger",
  );
  assertEquals((await kafka.kept("small")).length, 1000);
});

tested(
  "IntoKafka stores a batch once and in order, wherever its connection is cut",
  async (kafka) => {
    await kafka.make("notes", 1);
    await using way = await cuttingWay(kafka.server.port);
    const sink = new IntoKafka({ ...options, route: ({ host }) => ({ host, port: way.port }) });
    const config = { brokers: kafka.brokers, topic: "notes", chunk_size: 10, attempts: 3 };
    const written: Note[] = [];
    for (let bytes = 0; bytes < 1500; bytes += 41) {
      const partition = await build(config, sink);
      const batch = notes(written.length, written.length + 20);
      way.cutAfter(bytes);
      await partition.writeBatch(batch);
      way.cutAfter(Infinity);
      await partition.close();
      written.push(...batch);
    }
    assertEquals(await stored(kafka, "notes"), written);
  },
);

tested("IntoKafka goes on while Kafka is away, and stores each event once", async (kafka) => {
  const { brokers, server } = kafka;
  for (let repetition = 0; repetition < 3; repetition++) {
    const topic = `notes-${repetition}`;
    await kafka.make(topic, 1);
    const partition = await build({ brokers, topic, chunk_size: 100 });
    await partition.writeBatch(notes(0, 10));
    const writing = partition.writeBatch(notes(10, 10_000));
    await setTimeout(20 * repetition); // At another place of the batch each time.
    await server.stop();
    await server.start();
    await writing;
    await partition.close();
    assertEquals(await stored(kafka, topic), notes(0, 10_000));
  }
});

tested("IntoKafka loses nothing durable when Kafka stops in the middle of a run", async (kafka) => {
  const { brokers, server } = kafka;
  for (let repetition = 0; repetition < 10; repetition++) {
    // It takes Kafka some seconds to start: mostly it takes no further step instead.
    const ends = repetition % 4 === 0;
    const topic = `notes-${repetition}`;
    await kafka.make(topic, 2);
    const config = { brokers, topic, timeout_ms: 1000 };
    const stop = async () => ends ? await server.stop() : server.pause();
    const failed = await watchedRun(
      untilStopped(note, 200 + 37 * repetition, stop),
      intoNotes,
      config,
    );
    assertStringIncludes(
      String(failed.error?.cause),
      "Cannot write as Kafka must acknowledge each message: ",
    );
    if (ends) await server.start();
    else server.resume();
    const rest = notes(100_000, 100_050);
    const patient = { ...config, timeout_ms: 30_000 };
    const { error } = await watchedRun(ReadableStream.from(rest), intoNotes, patient);
    assertEquals(error, undefined);
    const ids = (await stored(kafka, topic)).filter(({ id }) => id >= 100_000).map(({ id }) => id);
    assertEquals(ids.toSorted(), rest.map(({ id }) => id));
    const earlier = (await stored(kafka, topic)).filter(({ id }) => id < 100_000);
    assertNothingLost(earlier, failed, ({ id }) => id);
  }
});
