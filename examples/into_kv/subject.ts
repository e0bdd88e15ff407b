import * as fc from "fast-check";
import type { Fixture, Subject } from "@watertight/sinks/conformance";
import { FaultyStores } from "./faulty_stores.ts";
import { IntoKv } from "./into_kv.ts";

/** An event with what a database of JavaScript keeps, and others do not. */
export class Measure {
  constructor(
    readonly id: bigint,
    readonly value: number,
    readonly at: Date,
    readonly labels: ReadonlyMap<string, unknown>,
    readonly raw: Uint8Array,
    readonly note: string | undefined,
  ) {}
}

/** Every number and every text there is, and now and then some kilobytes: a commit holds few of these. */
export const measures: fc.Arbitrary<Measure> = fc.tuple(
  fc.bigInt(),
  fc.double(),
  fc.date({ noInvalidDate: false }),
  fc.array(fc.tuple(fc.string(), fc.anything({ withBigInt: true, maxDepth: 1 })), { maxLength: 2 })
    .map((entries) => new Map(entries)),
  fc.oneof(
    { weight: 99, arbitrary: fc.uint8Array({ maxLength: 5 }) },
    { weight: 1, arbitrary: fc.nat(60_000).map((length) => new Uint8Array(length).fill(7)) },
  ),
  fc.option(fc.string({ unit: "binary" }), { nil: undefined }),
).map((members) => new Measure(...members));

const sound = [1n, 0, new Date(0), new Map(), new Uint8Array(), undefined] as const;
const [id, value, at, labels, raw] = sound;

/** What must be refused: it would come back as something else, or not at all. */
const invalidMeasures: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  new Measure(id, value, at, labels, new Uint8Array(65_536), undefined),
  new Measure(id, value, at, labels, raw, "x".repeat(65_536)),
  new Measure(id, value, at, new Map([["f", () => 1]]), raw, undefined),
  new Measure(id, value, at, new Map([["s", Symbol("s")]]), raw, undefined),
  new Measure(id, value, at, new Map([["m", new Measure(...sound)]]), raw, undefined),
  new Measure(id, value, at, new Map([["e", new Error("e")]]), raw, undefined),
);

/** The measures under a prefix, those of each worker in their order. */
export async function readMeasures(kv: Deno.Kv, prefix: string): Promise<Measure[]> {
  const entries = await Array.fromAsync(kv.list<Measure>({ prefix: [prefix] }));
  return entries.map(({ value: { id, value, at, labels, raw, note } }) =>
    new Measure(id, value, at, labels, raw, note)
  );
}

const prefix = "measures";
/** A check waits often for a database that hangs; on a busy machine this must be enough for what does not. */
export const timeout_s = 0.4;

/** A database in memory, which all partitions share. */
async function openMemory(): Promise<Fixture<Measure>> {
  const kv = await Deno.openKv(":memory:");
  const stores = new FaultyStores((path) => Deno.openKv(path));
  const lent = stores.lend(kv);
  const session = (name: string) => {
    if (name === "main") return lent;
    throw new RangeError(`Cannot lend a database as its name must be "main": it is "${name}"`);
  };
  return {
    sink: new IntoKv({ payload: Measure, name: "measures", connect: stores.connect }),
    // Small commits show what becomes of a batch that needs several.
    config: { database: "main", prefix, chunk_size: 7, timeout_s },
    sessionManager: { session },
    faults: stores.faults,
    read: () => readMeasures(kv, prefix),
    openResources: () => stores.opened,
    [Symbol.dispose]: () => kv.close(),
  };
}

const invalidConfigs = [
  { config: undefined, key: "config" },
  { config: { path: "main.kv" }, key: "prefix" },
  { config: { path: "main.kv", prefix: "" }, key: "prefix" },
  { config: { path: "main.kv", prefix: "\ud800" }, key: "prefix" },
  { config: { path: "main.kv", prefix: "p".repeat(513) }, key: "prefix" },
  { config: { prefix }, key: "path" },
  { config: { prefix, path: ":memory:" }, key: "path" },
  { config: { prefix, path: "/no/such/folder/main.kv" }, key: "path" },
  { config: { prefix, database: "other" }, key: "database" },
  { config: { prefix, path: "main.kv", chunk_size: 1001 }, key: "chunk_size" },
  { config: { prefix, path: "main.kv", timeout_s: "soon" }, key: "timeout_s" },
  { config: { prefix, path: "main.kv", prefixes: 1 }, key: "prefixes" },
];

/** The sink over a database that is lent to it. */
export const subject: Subject<Measure> = {
  name: "IntoKv in memory",
  events: measures,
  open: openMemory,
  thresholds: [7],
  guarantees: { durable: "on-write", delivery: "exactly-once" },
  stringConfig: { database: "main", prefix, chunk_size: "7", timeout_s: "0.4" },
  invalidEvents: invalidMeasures,
  invalidConfigs,
};
