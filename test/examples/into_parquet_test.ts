import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Buffer } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import { parquetMetadata } from "hyparquet";
import { payload, type TemporaryFolder, temporaryFolder } from "@watertight/sinks/conformance";
import type { SinkPartition } from "@watertight/sinks";
import { IntoParquet, type IntoParquetOptions } from "../../examples/into_parquet/into_parquet.ts";
import { Batch } from "../../examples/into_parquet/batch.ts";
import { Rows } from "../../examples/into_parquet/rows.ts";
import { parquetWriter } from "../../examples/into_parquet/write_parquet.ts";
import { columns, readVisits, Visit } from "../../examples/into_parquet/subject.ts";
import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "../assert.ts";
import { testBadConfigs } from "./bad_configs.ts";

const visit = (id: number, seconds = 0, page: string | null = null) =>
  new Visit(BigInt(id), seconds, page, true, new Uint8Array([id]), null);
const visits = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => visit(from + index));

/** A folder, and partitions that write to it. */
class Setting implements Disposable {
  readonly folder: string;
  now = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
  readonly #folder: TemporaryFolder;

  private constructor(folder: TemporaryFolder) {
    this.#folder = folder;
    this.folder = folder.path;
  }

  static async open(): Promise<Setting> {
    return new Setting(await temporaryFolder("it's visits-"));
  }

  build(
    config: Record<string, unknown> = {},
    worker = 0,
    options: Partial<IntoParquetOptions<Visit>> = {},
  ): Promise<SinkPartition<Visit>> {
    const clock = () => this.now;
    const sink = new IntoParquet({ payload: Visit, name: "visits", columns, clock, ...options });
    return sink.buildPartition({ folder: this.folder, ...config }, worker);
  }

  get names(): string[] {
    return readdirSync(this.folder).sort();
  }

  async stored(): Promise<number[]> {
    return (await readVisits(this.folder)).map(({ id }) => Number(id)).sort((a, b) => a - b);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

async function store(partition: SinkPartition<Visit>, events: readonly Visit[]): Promise<void> {
  await partition.writeBatch(events);
  await partition.close();
}

Deno.test("IntoParquet names a file by time, worker and chance, and sorts later runs behind", async () => {
  using setting = await Setting.open();
  for (const run of [0, 1, 2]) {
    await store(await setting.build({}, 2 - run), visits(run, run));
    setting.now += 1;
  }
  assertEquals((await readVisits(setting.folder)).map(({ id }) => id), [0n, 1n, 2n]);
  assertMatch(setting.names[0]!, /^20260102T030405006Z-2-[0-9a-f-]{36}-0\.parquet$/);
});

Deno.test("IntoParquet has no file before its close, and none of a worker that was given nothing", async () => {
  using setting = await Setting.open();
  const partition = await setting.build();
  await partition.writeBatch(visits(1, 3000));
  assertEquals(setting.names, []);
  await store(await setting.build(), []);
  assertEquals(setting.names, []);
  await partition.close();
  assertEquals(setting.names.length, 1);
  assertEquals((await setting.stored()).length, 3000);
});

Deno.test("IntoParquet begins another file when one is full, and divides no batch", async () => {
  using setting = await Setting.open();
  // Six cells of 16 bytes and a byte: a row takes 97.
  const partition = await setting.build({ file_max_bytes: "300" });
  await partition.writeBatch(visits(1, 2));
  await partition.writeBatch(visits(3, 3));
  assertEquals(setting.names, []);
  await partition.writeBatch(visits(4, 9));
  assertEquals(await setting.stored(), [1, 2, 3]);
  await partition.writeBatch(visits(10, 10));
  assertEquals(await setting.stored(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await partition.close();
  assertEquals((await setting.stored()).length, 10);
  assertEquals(setting.names.map((name) => name.at(-9)), ["0", "1", "2"]);
});

Deno.test("IntoParquet compresses as it is told", async () => {
  const codecs = { snappy: "SNAPPY", zstd: "ZSTD", gzip: "GZIP", none: "UNCOMPRESSED" };
  for (const [compression, codec] of Object.entries(codecs)) {
    using setting = await Setting.open();
    await store(await setting.build({ compression }), visits(1, 100));
    const file = Uint8Array.from(readFileSync(`${setting.folder}/${setting.names[0]}`)).buffer;
    const [group] = parquetMetadata(file).row_groups;
    assertEquals(group!.columns.map(({ meta_data }) => meta_data!.codec), Array(6).fill(codec));
    assertEquals((await setting.stored()).length, 100);
  }
});

Deno.test("IntoParquet keeps what is hard to keep, however often it comes again", async () => {
  using setting = await Setting.open();
  const numbers = [0, -0, NaN, Infinity, Number.MIN_VALUE, -Number.MAX_VALUE, 0.1 + 0.2];
  const texts = ["", "\0", "\ufeff", "e\u0301", "\u{10ffff}", "'\"\n", null];
  const dates = [8.64e15, -8.64e15, 0, -1].map((time) => new Date(time));
  const odd = Array.from({ length: 7000 }, (_, at) =>
    new Visit(
      at % 2 === 0 ? 2n ** 63n - 1n : -(2n ** 63n),
      numbers[at % 7]!,
      texts[(at >> 3) % 7]!,
      at % 3 === 0,
      at % 5 === 0 ? Buffer.from([255, 0, at & 255]) : new Uint8Array(at % 4),
      dates[at % 5] ?? null,
    ));
  await store(await setting.build(), odd);
  const bytes = odd.map(({ id, seconds, page, known, body, at }) =>
    new Visit(id, seconds, page, known, new Uint8Array(body), at)
  );
  assertEquals(await readVisits(setting.folder), bytes);
});

Deno.test("IntoParquet takes members by any name that can be told from the others", async () => {
  using setting = await Setting.open();
  const odd = { 'a "b"': 1, "select;": 2, "ü\n": 3, "'": 4 };
  const names = Object.keys(odd);
  const sinkOf = (names: readonly string[]) =>
    new IntoParquet({
      payload: payload<Record<string, number>>(),
      name: "odd",
      columns: Object.fromEntries(names.map((name) => [name, "number"])) as Record<
        string,
        "number"
      >,
    });
  const partition = await sinkOf(names).buildPartition({ folder: setting.folder }, 0);
  await partition.writeBatch([odd]);
  await partition.close();
  const file = Uint8Array.from(readFileSync(`${setting.folder}/${setting.names[0]}`)).buffer;
  assertEquals(parquetMetadata(file).schema.slice(1).map(({ name }) => name), names);
  for (const wrong of [[], [""], ["a\0b"], ["a", "A"]]) {
    assertThrows(() => sinkOf(wrong), TypeError, "Cannot make the sink as columns must");
  }
});

Deno.test("IntoParquet takes no batch after a failed one, nor after its close", async () => {
  using setting = await Setting.open();
  const partition = await setting.build();
  await partition.writeBatch(visits(1, 1));
  await assertRejects(
    async () => await partition.writeBatch([visit(2), visit(3, 1, "\ud800")]),
    TypeError,
    "Cannot store the event as page must be a text without lone surrogates, or null: it is",
  );
  await assertRejects(async () => await partition.writeBatch(visits(4, 4)), Error, "it is failed");
  await partition.close();
  await assertRejects(async () => await partition.writeBatch(visits(5, 5)), Error, "it is closed");
  assertEquals(await setting.stored(), [1], "a batch is refused before any of it is taken");
});

Deno.test("IntoParquet fails every close when its folder is gone, and a later run has one again", async () => {
  using setting = await Setting.open();
  const partition = await setting.build();
  await partition.writeBatch(visits(1, 1));
  rmSync(setting.folder, { recursive: true });
  await assertRejects(async () => await partition.close(), Error, "No such file or directory");
  await assertRejects(async () => await partition.close(), Error, "No such file or directory");
  await assertRejects(() => setting.build(), Error, "folder must be one to make files in: ENOENT");
  Deno.mkdirSync(setting.folder);
  await store(await setting.build(), visits(2, 2));
  assertEquals(await setting.stored(), [2]);
});

Deno.test("IntoParquet leaves nothing of a file that takes too long, and is quiet from then on", async () => {
  using setting = await Setting.open();
  const own = parquetWriter();
  const late = Promise.withResolvers<void>();
  const partition = await setting.build({ timeout_s: 0.5 }, 0, {
    async write(path, rows, options) {
      await late.promise;
      await own(path, rows, options);
    },
  });
  await partition.writeBatch(visits(1, 1));
  await assertRejects(
    async () => await partition.close(),
    Error,
    "the file system must answer within 0.5 s: it has not",
  );
  late.resolve();
  // As long as another file takes.
  await store(await setting.build(), visits(2, 2));
  assertEquals(await setting.stored(), [2]);
  assertEquals(setting.names.length, 1);
});

Deno.test("IntoParquet stops DuckDB in the middle of a file whose time is over", async () => {
  using setting = await Setting.open();
  const path = `${setting.folder}/visits`;
  const rows = new Rows(Object.entries(columns));
  rows.append(new Batch(rows.shape, visits(1, 300_000)));
  const over = new AbortController();
  const options = { compression: "gzip", signal: over.signal } as const;
  let settled = false;
  const written = parquetWriter()(path, rows, options).catch((error) => error)
    .finally(() => settled = true);
  while (!existsSync(path) && !settled) await setImmediate();
  over.abort();
  assertMatch(String(await written), /INTERRUPT/);
});

Deno.test("IntoParquet shows nothing of what a killed process had, and no later run touches its files", async () => {
  using setting = await Setting.open();
  const program = fileURLToPath(new URL("./programs/endless_parquet.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", program, setting.folder],
    stdout: "piped",
  }).spawn();
  let said = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    said += text;
    if (said.split("\n").length > 20) break;
  }
  child.kill("SIGKILL");
  await child.status;
  const whole = await setting.stored();
  assert(whole.length > 0, "files that were full have their names");
  assertEquals(whole, Array.from(whole, (_, index) => index));
  const left = setting.names.map((name) => readFileSync(`${setting.folder}/${name}`));
  const before = setting.names;
  await store(await setting.build(), visits(-1, -1));
  assertEquals(before.map((name) => readFileSync(`${setting.folder}/${name}`)), left);
  assertEquals(await setting.stored(), [-1, ...whole]);
});

const file = fileURLToPath(import.meta.url);
testBadConfigs("IntoParquet", new IntoParquet({ payload: Visit, name: "visits", columns }), {
  folder: "/",
}, {
  compression: ["lzo", "ZSTD", true, ""],
  file_max_bytes: [0, -1, 1.5, "much"],
  timeout_s: [0, "soon", 3e6],
  zip: [true],
});
testBadConfigs("IntoParquet", new IntoParquet({ payload: Visit, name: "visits", columns }), {}, {
  folder: [undefined, 7, "", "/no/such/folder", file],
}, Error);
