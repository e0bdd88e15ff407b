import { setTimeout } from "node:timers/promises";
import { assertEquals, assertStringIncludes } from "../assert.ts";
import { assertNothingLost, untilStopped, watchedRun, withoutServices } from "./outage.ts";
import { build, intoNotes, note, notes, TestKafka } from "./test_kafka.ts";

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
    // Between two writes, too: what kafkajs knows of the broker is over.
    if (repetition === 0) {
      await server.stop();
      await server.start();
    }
    await partition.writeBatch(notes(10_000, 10_010));
    await partition.close();
    assertEquals(await kafka.stored(topic), notes(0, 10_010));
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
    const ids = (await kafka.stored(topic)).filter(({ id }) => id >= 100_000).map(({ id }) => id);
    assertEquals(ids.toSorted(), rest.map(({ id }) => id));
    const earlier = (await kafka.stored(topic)).filter(({ id }) => id < 100_000);
    assertNothingLost(earlier, failed, ({ id }) => id);
  }
});
