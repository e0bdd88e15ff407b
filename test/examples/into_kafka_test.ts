import { Buffer } from "node:buffer";
import { createServer } from "node:net";
import type { IntoSink } from "@watertight/sinks";
import { tcpFaults } from "@watertight/sinks/conformance";
import { within } from "../../examples/config/within.ts";
import { IntoKafka } from "../../examples/into_kafka/into_kafka.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";
import { type BadValues, testBadConfigs } from "./bad_configs.ts";
import { cuttingWay } from "./cutting_way.ts";
import { withoutServices } from "./outage.ts";
import { build, intoNotes, type Note, noteOptions, notes, TestKafka } from "./test_kafka.ts";

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
      () => build({ ...config, tls }, new IntoKafka({ ...noteOptions, route })),
      Error,
      "brokers must lead to Kafka: ",
    );
    // The first byte of TLS, and the name of the broker where it says it is.
    const bytes = Buffer.concat(greeted.splice(0));
    assertEquals(bytes[0] === 0x16 && bytes.includes("kafka.test"), tls);
  }
  // No connection is left open.
  await within(5000, "who connected", new Promise((closed) => server.close(closed)));
});

/** Writes a batch with a partition of its own. */
async function write(
  { brokers }: TestKafka,
  config: object,
  batch: readonly Note[],
  sink: IntoSink<Note> = intoNotes,
  worker = 0,
): Promise<void> {
  const partition = await build({ brokers, ...config }, sink, worker);
  try {
    await partition.writeBatch(batch);
  } finally {
    await partition.close();
  }
}

/** A sink whose way to the broker leads through a port. */
const through = (port: number): IntoSink<Note> =>
  new IntoKafka({ ...noteOptions, route: ({ host }) => ({ host, port }) });

/** What is tested on one broker, which stays: it takes some seconds to start. */
const onBroker: Readonly<Record<string, (kafka: TestKafka) => Promise<void>>> = {
  async "makes no topic, though the broker would"({ brokers }) {
    for (let attempt = 0; attempt < 2; attempt++) {
      const building = () => build({ brokers, topic: "missing" });
      await assertRejects(building, Error, "topic must be there: ");
    }
  },

  async "gives each worker a partition of the topic"(kafka) {
    await kafka.make("workers", 4);
    for (const worker of [5, 0]) {
      await write(kafka, { topic: "workers" }, notes(0, 3), intoNotes, worker);
    }
    const places = (await kafka.kept("workers")).map(({ partition, key }) => [partition, key]);
    assertEquals(places, [0, 0, 0, 1, 1, 1].map((partition) => [partition, null]));
  },

  async "gives each key the partition that other clients give it"(kafka) {
    await kafka.make("keys", 4);
    const keys = ["foobar", "21", "abc"];
    const sink = new IntoKafka({ ...noteOptions, key: ({ id }) => keys[id]! });
    await write(kafka, { topic: "keys" }, notes(0, 3), sink);
    const places = (await kafka.kept("keys")).map(({ partition, key }) => [partition, String(key)]);
    // Their murmur2 is -790332482, -973932308 and 479470107, as the tests of Kafka have it.
    assertEquals(places, [[0, "21"], [2, "foobar"], [3, "abc"]]);
  },

  async "keeps the order of a key, in chunks and compressed"(kafka) {
    await kafka.make("thirds", 4);
    const byThird = new IntoKafka({ ...noteOptions, key: ({ id }) => `third ${id % 3}` });
    await write(kafka, { topic: "thirds", chunk_size: 2, gzip: true }, notes(0, 30), byThird);
    await write(kafka, { topic: "thirds", chunk_size: 2 }, notes(30, 60), byThird, 1);
    const ids = (await kafka.stored("thirds")).map(({ id }) => id);
    for (let third = 0; third < 3; third++) {
      const own = ids.filter((id) => id % 3 === third);
      assertEquals(own, Array.from({ length: 20 }, (_, index) => 3 * index + third));
    }
  },

  async "copies bytes that are used again, and takes empty ones"(kafka) {
    await kafka.make("bytes", 1);
    const buffer = Buffer.alloc(40);
    const encode = ({ id }: Note) => buffer.fill(" ").subarray(0, buffer.write("x".repeat(id)));
    const sink = new IntoKafka({ ...noteOptions, encode, key: encode });
    await write(kafka, { topic: "bytes" }, notes(0, 3), sink);
    const kept = (await kafka.kept("bytes")).map(({ key, value }) => `${key}: ${value}`);
    assertEquals(kept, [": ", "x: x", "xx: xx"]);
  },

  async "refuses what cannot be kept, with all of its batch"(kafka) {
    await kafka.make("refused", 1);
    const wrong = (text: unknown) => ({ id }: Note) => (id === 0 ? "" : text) as string;
    for (
      const [says, option] of [
        ["encode must give bytes, or a text without lone surr", { encode: wrong("\ud800") }],
        ["key must give bytes, or a text without lone surrogates", { key: wrong(7) }],
        ["must have at most 500 bytes: it is 532", { encode: wrong("x".repeat(500)) }],
      ] as const
    ) {
      const sink = new IntoKafka({ ...noteOptions, ...option });
      const config = { topic: "refused", chunk_size: 1, chunk_bytes: 500 };
      await assertRejects(() => write(kafka, config, notes(0, 2), sink), TypeError, says);
    }
    assertEquals(await kafka.kept("refused"), []);
  },

  async "makes no chunk that is too large, and says what the broker refuses"(kafka) {
    await kafka.make("small", 1, { "max.message.bytes": "2000" });
    // What surrounds the messages of a chunk takes 61 bytes.
    const config = { topic: "small", chunk_bytes: 2000 - 61 };
    for (const length of [0, 1, 50, 100, 1900]) {
      const encode = () => "x".repeat(length);
      const sink = new IntoKafka({ ...noteOptions, encode, key: () => "k" });
      await write(kafka, config, notes(0, 200), sink);
    }
    assertEquals((await kafka.kept("small")).length, 1000);
    await assertRejects(
      () => write(kafka, { topic: "small" }, notes(0, 200)),
      Error,
      "Cannot write as Kafka must acknowledge each message: The request included a message larger",
    );
    assertEquals((await kafka.kept("small")).length, 1000);
  },

  async "stores a batch once and in order, wherever its connection is cut"(kafka) {
    await kafka.make("cut", 1);
    await using way = await cuttingWay(kafka.server.port);
    const config = { brokers: kafka.brokers, topic: "cut", chunk_size: 10, attempts: 3 };
    const written: Note[] = [];
    for (let bytes = 0; bytes < 1500; bytes += 41) {
      const partition = await build(config, through(way.port));
      const batch = notes(written.length, written.length + 20);
      way.cutAfter(bytes);
      await partition.writeBatch(batch);
      way.cutAfter(Infinity);
      await partition.close();
      written.push(...batch);
    }
    assertEquals(await kafka.stored("cut"), written);
  },

  async "stores nothing twice, however long a failure lasts"(kafka) {
    await using way = await tcpFaults(kafka.server.port);
    const outcomes = new Set<string>();
    for (const after of [0, 1]) {
      for (let times = 1; times <= 6; times++) {
        const topic = `twice-${after}-${times}`;
        await kafka.make(topic, 1);
        const config = { brokers: kafka.brokers, topic, chunk_size: 10, attempts: 2 };
        const partition = await build(config, through(way.port));
        await partition.writeBatch(notes(0, 1));
        way.faults.set("reject-after-apply", { after, times });
        const outcome = await Promise.resolve(partition.writeBatch(notes(1, 21))).then(
          () => "stored",
          () => "failed",
        );
        way.faults.set(null);
        await partition.close();
        const stored = await kafka.stored(topic);
        assertEquals(stored, notes(0, stored.length));
        assert(outcome === "failed" || stored.length === 21, `${stored.length} are stored`);
        outcomes.add(outcome);
      }
    }
    assertEquals([...outcomes].sort(), ["failed", "stored"]);
  },

  async "goes on over another connection when one hangs"(kafka) {
    await kafka.make("hung", 1);
    await using way = await tcpFaults(kafka.server.port);
    const config = { brokers: kafka.brokers, topic: "hung", timeout_ms: 6000 };
    const partition = await build(config, through(way.port));
    await partition.writeBatch(notes(0, 1));
    way.faults.set("hang", { times: 1 });
    await partition.writeBatch(notes(1, 3));
    await partition.close();
    assertEquals(await kafka.stored("hung"), notes(0, 3));
  },
};

Deno.test({
  name: "IntoKafka on a broker",
  ignore: withoutServices,
  async fn(t) {
    await using kafka = await TestKafka.start();
    for (const [name, test] of Object.entries(onBroker)) await t.step(name, () => test(kafka));
  },
});
