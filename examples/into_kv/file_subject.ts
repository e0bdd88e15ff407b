import { join } from "node:path";
import { type Fixture, pooled, type Subject, temporaryFolder } from "@watertight/sinks/conformance";
import { FaultyStores } from "./faulty_stores.ts";
import { IntoKv } from "./into_kv.ts";
import { Measure, readMeasures, subject as inMemory, timeout_s } from "./subject.ts";

/** A database in a file: to make one takes longer than a history. */
const files = pooled(openShared, clear, ({ kv, folder }) => {
  kv.close();
  folder[Symbol.dispose]();
});

async function openShared() {
  const folder = await temporaryFolder("measures-");
  const path = join(folder.path, "main.kv");
  return { folder, path, kv: await Deno.openKv(path) };
}

async function clear({ kv }: { readonly kv: Deno.Kv }, prefix: string): Promise<void> {
  const keys = (await Array.fromAsync(kv.list({ prefix: [prefix] }))).map(({ key }) => key);
  for (let from = 0; from < keys.length; from += 500) {
    const operation = kv.atomic();
    for (const key of keys.slice(from, from + 500)) operation.delete(key);
    await operation.commit();
  }
}

/** A prefix of its own in the file, which each partition opens for itself. */
async function openPrefix(): Promise<Fixture<Measure>> {
  const { connection: { kv, path }, name, [Symbol.asyncDispose]: dispose } = await files
    .namespace();
  const stores = new FaultyStores((path) => Deno.openKv(path));
  return {
    sink: new IntoKv({ payload: Measure, name: "measures", connect: stores.connect }),
    config: { path, prefix: name, chunk_size: 100, timeout_s: 2 * timeout_s },
    faults: stores.faults,
    read: () => readMeasures(kv, name),
    openResources: () => stores.opened,
    async [Symbol.asyncDispose]() {
      stores[Symbol.dispose]();
      await dispose();
    },
  };
}

const { stringConfig: _, ...rest } = inMemory;

/** The sink over a database that it opens itself. */
export const subject: Subject<Measure> = {
  ...rest,
  name: "IntoKv in a file",
  open: openPrefix,
  thresholds: [100],
  release: () => files.close(),
};
