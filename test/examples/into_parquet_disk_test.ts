/** What a disk does that is full for real, or read-only; without root there is none to try it on. */
import { readdirSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { assertConformance, pooled, type Subject } from "@watertight/sinks/conformance";
import { IntoParquet } from "../../examples/into_parquet/into_parquet.ts";
import {
  columns,
  readVisits,
  subject,
  Visit,
  visits,
} from "../../examples/into_parquet/subject.ts";
import { duckDbSettings, parquetWriter } from "../../examples/into_parquet/write_parquet.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../assert.ts";
import { type WatchedRun, watchedRun } from "./outage.ts";
import { SmallDisk } from "./small_disk.ts";

const ignore = !await SmallDisk.available();

/** The sink on a disk that the check fills up to make it fail. */
function onFullDisk(): Subject<Visit> {
  const disks = pooled(
    async () =>
      [await SmallDisk.mount(32), await DuckDBInstance.create(":memory:", duckDbSettings)] as const,
    ([disk], name) => Deno.removeSync(disk.folder(name), { recursive: true }),
    async ([disk, duckDb]) => {
      duckDb.closeSync();
      await disk[Symbol.asyncDispose]();
    },
  );
  return {
    name: "IntoParquet on a disk that gets full",
    events: visits,
    async open() {
      const namespace = await disks.namespace();
      const { connection: [disk, duckDb], name, [Symbol.asyncDispose]: dispose } = namespace;
      const folder = disk.folder(name);
      const shared = { connect: () => duckDb.connect(), closeSync() {} };
      const write = parquetWriter(() => Promise.resolve(shared));
      return {
        sink: new IntoParquet({ payload: Visit, name: "visits", columns, write }),
        config: { folder, file_max_bytes: 500 },
        faults: disk,
        read: () => readVisits(folder),
        openResources: () => readdirSync(folder).filter((it) => it.endsWith(".part")).length,
        [Symbol.asyncDispose]: dispose,
      };
    },
    release: () => disks.close(),
    guarantees: subject.guarantees!,
  };
}

Deno.test({
  name: "IntoParquet conforms on a disk that gets full",
  ignore,
  fn: () =>
    assertConformance(onFullDisk(), {
      seed: 1,
      strict: true,
      runs: 50,
      callLimit: 5000,
      timeLimit: 120_000,
    }),
});

Deno.test({
  name: "a run of IntoParquet meets a full disk, shows only whole files, and goes on, ten times",
  ignore,
  async fn() {
    await using disk = await SmallDisk.mount(8);
    for (let repetition = 0; repetition < 10; repetition++) {
      const folder = disk.folder(`${repetition}`);
      const failed = await runInto(folder, 0, (at) => at === 950 && disk.set("reject"));
      assert(failed.error, "the run fails");
      for (const error of [failed.error, ...failed.error.closeErrors]) {
        assertMatch(String((error as Error).cause ?? error), /No space left on device/);
      }
      assertEquals([failed.error.phase, failed.error.aborted], ["write", false]);
      assert(
        readdirSync(folder).every((name) => name.endsWith(".parquet")),
        "nothing torn is left",
      );
      const kept = await idsIn(folder);
      assert(kept.length > 0, "what was whole before is kept");
      const accepted = new Set(idsOf(failed.accepted));
      assert(
        kept.every((id) => accepted.has(id)),
        "and it is of batches that were accepted",
      );
      disk.set(null);
      const whole = await runInto(folder, 10_000);
      assertEquals(whole.error, undefined);
      assertEquals(await idsIn(folder), [...kept, ...idsOf(whole.accepted)]);
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "IntoParquet refuses a folder that is read-only, and works once it is not",
  ignore,
  async fn() {
    await using disk = await SmallDisk.mount(1);
    const sink = new IntoParquet({ payload: Visit, name: "visits", columns });
    await disk.readOnly(true);
    await assertRejects(
      () => sink.buildPartition({ folder: disk.path }, 0),
      Error,
      "Cannot build the partition as folder must be one to make files in: EROFS",
    );
    await disk.readOnly(false);
    const partition = await sink.buildPartition({ folder: disk.path }, 0);
    await partition.writeBatch([visitOf(1)]);
    await disk.readOnly(true);
    await assertRejects(async () => await partition.close(), Error, "Read-only file system");
    await disk.readOnly(false);
    const later = await sink.buildPartition({ folder: disk.path }, 0);
    await later.writeBatch([visitOf(2)]);
    await later.close();
    assertEquals(await idsIn(disk.path), [2]);
  },
});

/** Runs a flow of 2,000 visits on two workers. */
async function runInto(
  folder: string,
  first: number,
  reached: (at: number) => unknown = () => {},
): Promise<WatchedRun<Visit>> {
  async function* source() {
    for (let at = 0; at < 2000; at++) {
      reached(at);
      yield visitOf(first + at);
    }
  }
  const sink = new IntoParquet({ payload: Visit, name: "visits", columns });
  return await watchedRun(source(), sink, { folder, file_max_bytes: 200_000 }, { batchSize: 37 });
}

function visitOf(id: number): Visit {
  // What does not compress needs the room.
  const body = crypto.getRandomValues(new Uint8Array(id % 1000));
  return new Visit(BigInt(id), id, "/", true, body, new Date(id));
}

async function idsIn(folder: string): Promise<number[]> {
  return idsOf(await readVisits(folder));
}

function idsOf(visits: readonly Visit[]): number[] {
  return visits.map(({ id }) => Number(id)).sort((a, b) => a - b);
}
