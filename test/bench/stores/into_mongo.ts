// IntoMongo against insertMany of its own driver, at batches of 1,000. Prints the ratio.
//   deno task services mongodb -- deno run --allow-all test/bench/stores/into_mongo.ts
import { MongoClient } from "mongodb";
import { payload } from "@watertight/sinks";
import { IntoMongo } from "../../../examples/into_mongo/into_mongo.ts";
import { compare } from "./compare.ts";

interface Order {
  readonly number: bigint;
  readonly total: number;
  readonly note: string | null;
  readonly placed: Date;
  readonly lines: readonly { readonly article: string; readonly pieces: number }[];
}

const orders: readonly Order[] = Array.from({ length: 1000 }, (_, index) => ({
  number: BigInt(index),
  total: index / 7,
  note: index % 3 === 0 ? null : `order ${index}`,
  placed: new Date(1_700_000_000_000 + index),
  lines: [{ article: `article ${index % 50}`, pieces: index % 9 }],
}));

const server = Deno.env.get("WATERTIGHT_MONGODB_URL")!;
const sink = new IntoMongo({ payload: payload<Order>(), name: "orders" });
const partition = await sink.buildPartition({ url: `${server}/bench`, collection: "sink" }, 0, 1);
const client = new MongoClient(server, { maxPoolSize: 1 });
const documents = client.db("bench").collection("driver");

await compare("IntoMongo", orders.length, {
  sink: async () => await partition.writeBatch(orders),
  driver: async () => void await documents.insertMany(orders.map((order) => ({ ...order }))),
});
await partition.close();
await client.db("bench").dropDatabase();
await client.close();
