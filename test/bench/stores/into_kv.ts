/**
 * How fast the sink stores batches of 1,000 events, beside commits of the same thousand and no more. Both in one run,
 * in shuffled turns; medians.
 */
import { temporaryFolder } from "@watertight/sinks/conformance";
import { IntoKv } from "../../../examples/into_kv/into_kv.ts";
import { compare } from "./compare.ts";

class Reading {
  constructor(readonly sensor: string, readonly value: number, readonly at: Date) {}
}

const batches = Array.from({ length: 20 }, (_, batch) =>
  Array.from(
    { length: 1000 },
    (_, index) => new Reading(`sensor ${index}`, batch / 3, new Date(index)),
  ));

async function sink(path: string): Promise<void> {
  const partition = await new IntoKv({ payload: Reading, name: "readings" })
    .buildPartition({ path, prefix: "readings" }, 0, 1);
  for (const batch of batches) await partition.writeBatch(batch);
  await partition.close();
}

async function bare(path: string): Promise<void> {
  const kv = await Deno.openKv(path);
  const run = crypto.randomUUID();
  let number = 0;
  for (const batch of batches) {
    const operation = kv.atomic();
    for (const event of batch) operation.set(["readings", run, 0, number++], event);
    await operation.commit();
  }
  kv.close();
}

const turn = (store: (path: string) => Promise<void>) => async () => {
  const folder = await temporaryFolder();
  const path = `${folder.path}/main.kv`;
  (await Deno.openKv(path)).close();
  const started = performance.now();
  await store(path);
  const elapsed = performance.now() - started;
  folder[Symbol.dispose]();
  return elapsed;
};

await compare("IntoKv", 1000 * batches.length, { sink: turn(sink), driver: turn(bare) });
