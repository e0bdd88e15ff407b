import { readdirSync, readFileSync, rmSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import type { SinkPartition } from "@watertight/sinks";
import { type TemporaryFolder, temporaryFolder } from "@watertight/sinks/conformance";
import { IntoJsonl } from "../../examples/into_jsonl/into_jsonl.ts";
import { readVisits, Visit } from "../../examples/into_jsonl/subject.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../assert.ts";

const visit = (seconds: number, details: unknown = null) => new Visit("/", seconds, true, details);
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
    return new Setting(await temporaryFolder());
  }

  build(config: Record<string, unknown> = {}, worker = 0): Promise<SinkPartition<Visit>> {
    const sink = new IntoJsonl({ payload: Visit, name: "visits", clock: () => this.now });
    return sink.buildPartition({ folder: this.folder, ...config }, worker);
  }

  get names(): string[] {
    return readdirSync(this.folder).sort();
  }

  get stored(): number[] {
    return readVisits(this.folder).map(({ seconds }) => seconds);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

Deno.test("IntoJsonl names a file by time, worker and chance, and sorts later runs behind", async () => {
  using setting = await Setting.open();
  for (const run of [0, 1, 2]) {
    const partition = await setting.build({}, 2 - run);
    await partition.writeBatch(visits(run, run));
    await partition.close();
    setting.now += 1;
  }
  assertEquals(setting.stored, [0, 1, 2]);
  assertMatch(setting.names[0]!, /^20260102T030405006Z-2-[0-9a-f-]{36}\.jsonl$/);
});

Deno.test("IntoJsonl leaves no file of a worker that was given nothing", async () => {
  for (const atomic_finish of [false, true]) {
    using setting = await Setting.open();
    const partition = await setting.build({ atomic_finish });
    assertEquals(setting.names.length, 1, "that it can be made is known at the build");
    await partition.writeBatch([]);
    await partition.close();
    assertEquals(setting.names, []);
  }
});

Deno.test("IntoJsonl shows nothing under the last name before the close with atomic_finish", async () => {
  using setting = await Setting.open();
  const partition = await setting.build({ atomic_finish: "true", fsync: "true" });
  await partition.writeBatch(visits(1, 2));
  assertMatch(setting.names.join(), /\.jsonl\.part$/);
  assertEquals(setting.stored, []);
  await partition.close();
  assertMatch(setting.names.join(), /\.jsonl$/);
  assertEquals(setting.stored, [1, 2]);
});

Deno.test("IntoJsonl makes each batch a gzip member, and the file can be read after every one", async () => {
  using setting = await Setting.open();
  const partition = await setting.build({ gzip: true });
  await partition.writeBatch(visits(1, 2));
  assertEquals(setting.stored, [1, 2]);
  await partition.writeBatch(visits(3, 3));
  assertEquals(setting.stored, [1, 2, 3]);
  await partition.close();
  const bytes = readFileSync(`${setting.folder}/${setting.names[0]}`);
  assertEquals(gunzipSync(bytes).toString().split("\n").length, 4);
});

Deno.test("IntoJsonl takes no batch after a failed one, nor after its close", async () => {
  using setting = await Setting.open();
  const failed = await setting.build();
  await failed.writeBatch(visits(1, 1));
  await assertRejects(
    () => Promise.resolve(failed.writeBatch([visit(2), visit(3, { at: [new Date(0)] })])),
    TypeError,
    "Cannot store the event as details.at.0 must be a value that JSON keeps: it is of class Date",
  );
  await assertRejects(async () => await failed.writeBatch(visits(4, 4)), Error, "it is failed");
  await failed.close();
  await assertRejects(async () => await failed.writeBatch(visits(5, 5)), Error, "it is closed");
  assertEquals(setting.stored, [1], "a batch is refused before any of it is taken");
});

Deno.test("IntoJsonl keeps what is hard to keep", async () => {
  using setting = await Setting.open();
  const odd = [
    new Visit('\ud800\u2028\0\n\r"\\', Number.MIN_VALUE, false, { "": [], "a\nb": {} }),
    new Visit("\u{10ffff}", -Number.MAX_VALUE, true, JSON.parse('{"__proto__":1}')),
    new Visit("", 0.1 + 0.2, true, [[], [[]], "", null]),
  ];
  const partition = await setting.build();
  await partition.writeBatch(odd);
  await partition.close();
  assertEquals(readVisits(setting.folder), odd);
});

const badConfigs: Readonly<
  Record<string, readonly [config: Record<string, unknown>, said: string]>
> = {
  "no folder": [{ folder: undefined }, "folder must be a non-empty text: it is missing"],
  "a folder that is a number": [{ folder: 7 }, "folder must be a non-empty text: it is 7"],
  "a folder that is not there": [
    { folder: "/no/such/folder" },
    "folder must be one to make files in: ENOENT",
  ],
  "a folder that is a file": [
    { folder: fileURLToPath(import.meta.url) },
    "folder must be one to make files in: ENOTDIR",
  ],
  "a flag that is none": [{ gzip: "yes" }, 'gzip must be true or false: it is "yes"'],
  "a time that is none": [
    { timeout_s: "soon" },
    'timeout_s must be a number of seconds above 0: it is "soon"',
  ],
  "a time that no timer can wait": [
    { timeout_s: 3e6 },
    "timeout_s must be a number of seconds above 0: it is 3000000",
  ],
  "a key that nobody knows": [
    { fsnyc: true },
    'every key must be one of folder, gzip, fsync, atomic_finish, timeout_s: it is "fsnyc"',
  ],
};

for (const [what, [config, said]] of Object.entries(badConfigs)) {
  Deno.test(`IntoJsonl refuses ${what}, and leaves nothing behind`, async () => {
    using setting = await Setting.open();
    await assertRejects(
      () => setting.build(config),
      Error,
      `Cannot build the partition as ${said}`,
    );
    assertEquals(setting.names, []);
  });
}

Deno.test("IntoJsonl fails a write to a file that was removed with its folder", async () => {
  using setting = await Setting.open();
  const partition = await setting.build();
  await partition.writeBatch(visits(1, 1));
  rmSync(setting.folder, { recursive: true });
  const write = async () => await partition.writeBatch(visits(2, 2));
  await assertRejects(write, Error, "must stay in its folder: it was removed");
  await partition.close();
  await assertRejects(() => setting.build(), Error, "folder must be one to make files in: ENOENT");
});

Deno.test("IntoJsonl fails every close when its file cannot have its name", async () => {
  using setting = await Setting.open();
  const partition = await setting.build({ atomic_finish: true });
  await partition.writeBatch(visits(1, 1));
  rmSync(setting.folder, { recursive: true });
  await assertRejects(async () => await partition.close(), Error, "ENOENT");
  await assertRejects(async () => await partition.close(), Error, "ENOENT");
});

Deno.test("IntoJsonl keeps what it has accepted when its process is killed, and no later run touches it", async () => {
  using setting = await Setting.open();
  const program = fileURLToPath(new URL("./programs/endless_visits.ts", import.meta.url));
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
  const accepted = Number(said.split("\n").at(-2));
  const path = `${setting.folder}/${setting.names[0]}`;
  const left = readFileSync(path, "utf8");
  const whole = left.split("\n").slice(0, -1).map((line) => (JSON.parse(line) as Visit).seconds);
  assert(whole.length > accepted, `${whole.length} lines, ${accepted + 1} accepted`);
  assertEquals(whole, Array.from(whole, (_, index) => index));
  const partition = await setting.build();
  await partition.writeBatch(visits(7, 7));
  await partition.close();
  assertEquals(readFileSync(path, "utf8"), left);
  assertEquals(setting.names.length, 2);
});
