// IntoKafka against the bulk path of its own client, at batches of 1,000: without keys, and with one for each event.
// Prints the ratios.
//   deno task services kafka -- deno run --allow-all test/bench/stores/into_kafka.ts
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { IntoKafka } from "../../../examples/into_kafka/into_kafka.ts";
import { compare } from "./compare.ts";

class Order {
  constructor(readonly id: string, readonly cents: number, readonly note: string | null) {}
}

const { host: brokers } = new URL(Deno.env.get("WATERTIGHT_KAFKA_URL")!);
const batch = Array.from(
  { length: 1000 },
  (_, id) => new Order(`order ${id}`, 7 * id, id % 3 === 0 ? null : `note ${id}`),
);

const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
const admin = kafka.admin();
await admin.connect();
const producer = kafka.producer({
  idempotent: true,
  maxInFlightRequests: 1,
  createPartitioner: Partitioners.DefaultPartitioner,
});
await producer.connect();

const ways = [
  ["IntoKafka", undefined],
  ["IntoKafka by key", ({ id }: Order) => id],
] as const;
for (const [name, key] of ways) {
  const [topic, other] = [`bench-${crypto.randomUUID()}`, `bench-${crypto.randomUUID()}`];
  await admin.createTopics({
    topics: [{ topic, numPartitions: 4 }, { topic: other, numPartitions: 4 }],
  });
  const sink = new IntoKafka({
    payload: Order,
    name: "orders",
    encode: (order) => JSON.stringify(order),
    ...(key && { key }),
  });
  const partition = await sink.buildPartition({ brokers, topic }, 0);
  await compare(name, batch.length, {
    sink: async () => await partition.writeBatch(batch),
    async driver() {
      await producer.send({
        topic: other,
        messages: batch.map((order) => ({
          value: JSON.stringify(order),
          ...(key ? { key: key(order) } : { partition: 0 }),
        })),
      });
    },
  });
  await partition.close();
  await admin.deleteTopics({ topics: [topic, other] });
}
await producer.disconnect();
await admin.disconnect();
