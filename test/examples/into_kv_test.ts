import { DatabaseSync } from "node:sqlite";
import {
  compile,
  flow,
  run,
  RunError,
  type RunObserver,
  type SinkPartition,
} from "@watertight/sinks";
import { type TemporaryFolder, temporaryFolder } from "@watertight/sinks/conformance";
import { IntoKv } from "../../examples/into_kv/into_kv.ts";
import type { KvStore } from "../../examples/into_kv/kv_partition.ts";
import { Measure, readMeasures } from "../../examples/into_kv/subject.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";
import { SmallDisk } from "./small_disk.ts";

const measure = (id: number, note: unknown = undefined) =>
  new Measure(BigInt(id), 0, new Date(0), new Map(), new Uint8Array(), note as string);
const measures = (from: number, to: number, note?: string) =>
  Array.from({ length: to - from + 1 }, (_, index) => measure(from + index, note));

/** A database in a file, partitions that write to it, and the sizes of their commits. */
class Setting implements Disposable {
  readonly path: string;
  readonly commits: number[] = [];
  now = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
  readonly #folder: TemporaryFolder;
  readonly kv: Deno.Kv;

  private constructor(folder: TemporaryFolder, path: string, kv: Deno.Kv) {
    this.#folder = folder;
    this.path = path;
    this.kv = kv;
  }

  static async open(): Promise<Setting> {
    const folder = await temporaryFolder();
    const path = `${folder.path}/main.kv`;
    return new Setting(folder, path, await Deno.openKv(path));
  }

  build(config: Record<string, unknown> = {}, worker = 0): Promise<SinkPartition<Measure>> {
    const sink = new IntoKv({
      payload: Measure,
      name: "measures",
      clock: () => this.now,
      connect: async (path) => this.#counting(await Deno.openKv(path)),
    });
    const section = { path: this.path, prefix: "m", ...config };
    return sink.buildPartition(section, worker, 1, undefined, { session: () => this.kv });
  }

  async ids(): Promise<number[]> {
    return (await readMeasures(this.kv, "m")).map(({ id }) => Number(id));
  }

  #counting(kv: Deno.Kv): KvStore {
    return {
      close: () => kv.close(),
      atomic: () => {
        const operation = kv.atomic();
        let size = 0;
        return {
          set(...args) {
            size++;
            return operation.set(...args);
          },
          commit: () => {
            this.commits.push(size);
            return operation.commit();
          },
        };
      },
    };
  }

  [Symbol.dispose](): void {
    this.kv.close();
    this.#folder[Symbol.dispose]();
  }
}

Deno.test("IntoKv numbers the events of a worker, and lists later runs behind", async () => {
  using setting = await Setting.open();
  for (const run of [0, 1, 2]) {
    const partition = await setting.build({}, 2 - run);
    await partition.writeBatch(measures(10 * run, 10 * run + 1));
    await partition.writeBatch(measures(10 * run + 2, 10 * run + 2));
    await partition.close();
    setting.now += 1;
  }
  assertEquals(await setting.ids(), [0, 1, 2, 10, 11, 12, 20, 21, 22]);
  const keys = await Array.fromAsync(setting.kv.list({ prefix: ["m"] }), ({ key }) => key);
  assertEquals(keys.slice(0, 3).map(([, , ...rest]) => rest), [[2, 0], [2, 1], [2, 2]]);
});

for (
  const [size, commits] of [[1000, [1000]], [1001, [1000, 1]], [2500, [1000, 1000, 500]]] as const
) {
  Deno.test(`IntoKv stores a batch of ${size} in commits of at most 1,000`, async () => {
    using setting = await Setting.open();
    const partition = await setting.build();
    await partition.writeBatch(measures(1, size));
    await partition.close();
    assertEquals(setting.commits, [...commits]);
    assertEquals(await setting.ids(), Array.from({ length: size }, (_, index) => index + 1));
  });
}

Deno.test("IntoKv ends a commit before 800 KiB, and before 80 KiB of keys", async () => {
  using setting = await Setting.open();
  const large = await setting.build();
  await large.writeBatch(measures(1, 30, "x".repeat(60_000)));
  await large.close();
  assertEquals(setting.commits, [13, 13, 4]);
  setting.commits.splice(0);
  const long = await setting.build({ prefix: "p".repeat(500) });
  await long.writeBatch(measures(1, 200));
  await long.close();
  assertEquals(setting.commits, [146, 54]);
});

Deno.test("IntoKv takes events up to 64 KiB, and refuses a batch with a larger one", async () => {
  using setting = await Setting.open();
  const partition = await setting.build();
  const last = measure(2, "x".repeat(65_536));
  const write = async () => await partition.writeBatch([measure(1), last]);
  await assertRejects(
    write,
    TypeError,
    "Cannot store the event as it must take at most 65536 bytes",
  );
  await assertRejects(async () => await partition.writeBatch([]), Error, "it is failed");
  await partition.close();
  await assertRejects(async () => await partition.writeBatch([]), Error, "it is closed");
  assertEquals(await setting.ids(), [], "a batch is refused before any of it is taken");
});

/** The largest of these that is taken is also stored: what is thought of its size is never too little. */
for (
  const [what, make] of Object.entries({
    "texts of one byte": (size: number) => "x".repeat(size),
    "texts of two bytes": (size: number) => "\u4e00".repeat(size / 2),
    bytes: (size: number) => new Uint8Array(size),
    "a part of some bytes": (size: number) => new Uint8Array(size).subarray(size - 1),
    "lists of bytes": (size: number) => Array.from({ length: size / 40 }, () => new Uint8Array(1)),
    numbers: (size: number) => new Array(size >> 3).fill(0.5),
    maps: (size: number) =>
      new Map(Array.from({ length: size / 20 }, (_, at) => [at, new Set([at])])),
  })
) {
  Deno.test(`IntoKv stores what it takes of ${what}`, async () => {
    using setting = await Setting.open();
    let [taken, refused] = [1000, 140_000];
    while (refused - taken > 1) {
      const size = (taken + refused) >> 1;
      const partition = await setting.build();
      try {
        await partition.writeBatch([measure(size, make(size))]);
        taken = size;
      } catch (error) {
        assert(error instanceof TypeError, `${error}`);
        refused = size;
      }
      await partition.close();
    }
    assert((await setting.ids()).includes(taken));
  });
}

for (
  const [note, said] of [
    [() => 1, "note must be a value that the database keeps: it is function"],
    [[{ a: Symbol("s") }], "note.0.a must be a value that the database keeps: it is symbol"],
    [new Map([[1, new Error("e")]]), "it is an object of Error"],
    [
      new Set([measure(1)]),
      "note.0 must be a value that the database keeps: it is an object of Measure",
    ],
  ] as const
) {
  Deno.test(`IntoKv says that ${said}`, async () => {
    using setting = await Setting.open();
    const partition = await setting.build();
    const write = async () => await partition.writeBatch([measure(1, note)]);
    await assertRejects(write, TypeError, said);
    await partition.close();
  });
}

const badConfigs: Readonly<
  Record<string, readonly [config: Record<string, unknown>, said: string]>
> = {
  "no path": [{ path: undefined }, "path must be a non-empty text: it is missing"],
  "a memory of its own": [
    { path: ":memory:" },
    'path must be a database that workers can share: it is ":memory:"',
  ],
  "a path that leads nowhere": [
    { path: "/no/such/folder/main.kv" },
    "path must lead to a database: ",
  ],
  "no prefix": [{ prefix: "" }, 'prefix must be a non-empty text: it is ""'],
  "a chunk_size above 1,000": [
    { chunk_size: "1001" },
    'chunk_size must be a whole number from 1 to 1000: it is "1001"',
  ],
  "a key that nobody knows": [
    { table: "m" },
    'every key must be one of database, path, prefix, chunk_size, timeout_s: it is "table"',
  ],
};

for (const [what, [config, said]] of Object.entries(badConfigs)) {
  Deno.test(`IntoKv refuses ${what}`, async () => {
    using setting = await Setting.open();
    await assertRejects(
      () => setting.build(config),
      Error,
      `Cannot build the partition as ${said}`,
    );
  });
}

Deno.test("IntoKv says clearly that its database was closed, and closes all the same", async () => {
  const kv = await Deno.openKv(":memory:");
  const sink = new IntoKv({
    payload: Measure,
    name: "measures",
    connect: () => Promise.resolve(kv),
  });
  const partition = await sink.buildPartition({ path: "main.kv", prefix: "m" }, 0, 1);
  kv.close();
  const write = async () => await partition.writeBatch([measure(1)]);
  await assertRejects(
    write,
    Error,
    "Cannot write as the database must take the commit: Bad resource",
  );
  await partition.close();
});

Deno.test("IntoKv fails a write while another one has locked the file, and works once it is free", async () => {
  using setting = await Setting.open();
  const partition = await setting.build({ timeout_s: "0.2" });
  await partition.writeBatch(measures(1, 2));
  const other = new DatabaseSync(setting.path);
  other.exec("BEGIN IMMEDIATE");
  const write = async () => await partition.writeBatch(measures(3, 4));
  await assertRejects(write, Error, "the database must answer within 0.2 s: it has not");
  await partition.close();
  other.exec("ROLLBACK");
  other.close();
  const next = await setting.build();
  await next.writeBatch(measures(7, 8));
  await next.close();
  // What ran out of time may have been committed a while later.
  const ids = (await setting.ids()).sort();
  assertEquals(ids.filter((id) => ![3, 4].includes(id)), [1, 2, 7, 8]);
});

Deno.test({
  name: "a run of IntoKv meets a full disk, loses nothing, and goes on, ten times",
  ignore: !await SmallDisk.available(),
  async fn() {
    await using disk = await SmallDisk.mount(32);
    for (let repetition = 0; repetition < 10; repetition++) {
      const folder = disk.folder(`${repetition}`);
      const path = `${folder}/main.kv`;
      const accepted: bigint[] = [];
      const running = () => runInto(path, accepted, (at) => at === 950 && disk.set("reject"));
      const error = await assertRejects(running, RunError, "database or disk is full") as RunError;
      assertEquals([error.phase, error.aborted, error.closeErrors.length], ["write", false, 0]);
      assert(accepted.length > 0);
      disk.set(null);
      assertEquals(await idsIn(path), accepted.toSorted());
      await runInto(path, accepted);
      assertEquals(await idsIn(path), accepted.toSorted());
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

/** Runs a flow of 1,500 events on two workers, and notes those whose writes have returned. */
async function runInto(
  path: string,
  accepted: bigint[],
  reached: (at: number) => unknown = () => {},
): Promise<void> {
  const first = accepted.length * 10_000;
  function* source() {
    for (let at = 0; at < 1500; at++) {
      reached(at);
      yield measure(first + at, "x".repeat(at));
    }
  }
  const observer: RunObserver = {
    callEnded({ call, items }, { outcome }) {
      if (call !== "write" || outcome.kind !== "returned") return;
      accepted.push(...(items as Measure[]).map(({ id }) => id));
    },
  };
  const sink = new IntoKv({ payload: Measure, name: "measures" });
  const plan = compile(flow("measures", source()).into(sink), {
    streaming: { sinks: { measures: { path, prefix: "m" } } },
  });
  await run(plan, { workers: 2, observer, batchSize: 37 });
}

async function idsIn(path: string): Promise<bigint[]> {
  using kv = await Deno.openKv(path);
  return (await readMeasures(kv, "m")).map(({ id }) => id).toSorted();
}
