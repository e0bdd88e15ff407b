// IntoJetStream against the bulk path of its own client, at batches of 1,000. Prints the ratio.
//   deno task services nats -- deno run --allow-all test/bench/stores/into_jetstream.ts
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { IntoJetStream } from "../../../examples/into_jetstream/into_jetstream.ts";
import { compare } from "./compare.ts";

class Order {
  constructor(readonly id: number, readonly cents: number, readonly note: string | null) {}
}

const url = Deno.env.get("WATERTIGHT_NATS_URL")!;
const batch = Array.from(
  { length: 1000 },
  (_, id) => new Order(id, 7 * id, id % 3 === 0 ? null : `order ${id}`),
);

const nats = await connect({ servers: url, noAsyncTraces: true });
const { streams } = await jetstreamManager(nats);
await streams.add({ name: "BENCH", subjects: ["bench.*"] });
const sink = new IntoJetStream({
  payload: Order,
  name: "orders",
  encode: (order) => JSON.stringify(order),
});
const partition = await sink.buildPartition({ url, subject: "bench.sink" });
const client = jetstream(nats);
let number = 0;

await compare("IntoJetStream", batch.length, {
  sink: async () => await partition.writeBatch(batch),
  async driver() {
    await Promise.all(batch.map((order) =>
      client.publish("bench.driver", JSON.stringify(order), {
        msgID: `driver-${number++}`,
        expect: { streamName: "BENCH" },
      })
    ));
  },
});
await partition.close();
await streams.delete("BENCH");
await nats.close();
