// IntoRedisStream against the bulk path of its own client, at batches of 1,000. Prints the ratio.
//   deno task services redis -- deno run --allow-all test/bench/stores/into_redis_stream.ts
import { createClient } from "@redis/client";
import { IntoRedisStream } from "../../../examples/into_redis_stream/into_redis_stream.ts";
import { compare } from "./compare.ts";

class Reading {
  constructor(readonly id: bigint, readonly celsius: number, readonly note: string | null) {}
}

const url = Deno.env.get("WATERTIGHT_REDIS_URL")!;
const batch = Array.from(
  { length: 1000 },
  (_, id) => new Reading(BigInt(id), id / 7, id % 3 === 0 ? null : `reading ${id}`),
);

const sink = new IntoRedisStream({
  payload: Reading,
  name: "readings",
  fields: { id: "integer", celsius: "number", note: "text" },
});
const partition = await sink.buildPartition({ url, stream: "by the sink" }, 0);
const client = await createClient({ url }).connect();
let seq = 0;

await compare("IntoRedisStream", batch.length, {
  sink: async () => await partition.writeBatch(batch),
  async driver() {
    const transaction = client.multi();
    for (const { id, celsius, note } of batch) {
      transaction.xAdd("by the client", "*", {
        worker: "0",
        seq: String(seq++),
        id: String(id),
        celsius: String(celsius),
        ...(note !== null && { note }),
      });
    }
    await transaction.exec();
  },
});
await partition.close();
await client.flushAll();
client.destroy();
