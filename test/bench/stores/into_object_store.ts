// IntoObjectStore against PutObject of its own client, one object for each batch of 1,000. Prints the ratio.
//   deno task services s3 -- deno run --allow-all test/bench/stores/into_object_store.ts
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { payload } from "@watertight/sinks";
import {
  createBucket,
  credentials,
  directClient,
} from "../../../examples/into_object_store/bucket.ts";
import { IntoObjectStore } from "../../../examples/into_object_store/into_object_store.ts";
import { compare } from "./compare.ts";

interface Visit {
  readonly id: number;
  readonly page: string;
  readonly referrer: string | null;
  readonly marks: readonly { readonly at: number; readonly seen: boolean }[];
}

const visits: readonly Visit[] = Array.from({ length: 1000 }, (_, id) => ({
  id,
  page: `/articles/${id % 50}`,
  referrer: id % 3 === 0 ? null : `/search?q=${id}`,
  marks: [{ at: id / 7, seen: id % 2 === 0 }],
}));

const endpoint = Deno.env.get("WATERTIGHT_S3_URL")!;
const client = directClient(endpoint);
const bucket = `bench-${crypto.randomUUID()}`;
await createBucket(client, bucket);
const sink = new IntoObjectStore({ payload: payload<Visit>(), name: "visits" });
const config = { endpoint, bucket, ...credentials, buffer_max_records: 1000 };
const partition = await sink.buildPartition(config, 0, 1);
let objects = 0;

async function put(): Promise<void> {
  const lines = visits.map((visit) => `${JSON.stringify(visit)}\n`);
  const object = { Bucket: bucket, Key: `client/${objects++}`, Body: lines.join("") };
  await client.send(new PutObjectCommand(object));
}

await compare("IntoObjectStore", visits.length, {
  sink: async () => await partition.writeBatch(visits),
  driver: async () => void await put(),
});
await partition.close();
client.destroy();
