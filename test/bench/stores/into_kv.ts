/**
 * How fast the sink stores batches of 1,000 events, beside commits of the same thousand and no more. Both in one run,
 * in shuffled turns; medians.
 */
import { temporaryFolder } from "@watertight/sinks/conformance";
import { IntoKv } from "../../../examples/into_kv/into_kv.ts";
import { shuffledTurns } from "./turns.ts";

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

const [ours, theirs, ratio] = await shuffledTurns(turn(sink), turn(bare));
const rate = (ms: number) => Math.round(batches.length * 1000 / ms * 1000).toLocaleString("en");
console.log(
  `into_kv: ${rate(ours)} events/s, Deno KV alone ${rate(theirs)}, ratio ${ratio.toFixed(2)}`,
);
